import { useDeferredValue } from 'react';

/**
 * Whether to draw what has just come, false for the moment in which React may still be asked for other
 * things. A query answers with an urgent update, which draws a whole page in one piece that nothing can
 * interrupt; drawn one step later it is made in small pieces between keys, clicks and the next answer.
 * What was there at the first draw is ready at once: going back to a page that is known shows no gap.
 */
export function useReady(isHere: boolean): boolean {
  return useDeferredValue(isHere) && isHere;
}
