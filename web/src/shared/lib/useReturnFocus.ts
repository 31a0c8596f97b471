import { type RefObject, useEffect } from 'react';

export const isFocusLost = (): boolean =>
  document.activeElement === null || document.activeElement === document.body;

/** When a part goes with the focus in it, or left by it, the focus returns to where it was before. */
export function useReturnFocus(part: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = part.current;
    let before = document.activeElement;
    // What is chosen outside meanwhile, such as the next row of a list, is where one goes on.
    const follow = ({ target }: FocusEvent) => {
      if (target instanceof HTMLElement && !element?.contains(target)) before = target;
    };
    document.addEventListener('focusin', follow);
    return () => {
      document.removeEventListener('focusin', follow);
      if (!isFocusLost() || !(before instanceof HTMLElement) || !before.isConnected) return;
      before.focus({ preventScroll: true });
    };
  }, [part]);
}
