import { type ReactNode, startTransition, useEffect, useState } from 'react';

/**
 * What is drawn right after the rest, in small pieces: the page answers keys and clicks in between.
 * For long lists and for what stands below; nothing may move when it comes.
 */
export function Soon({ children }: { children: ReactNode }) {
  const [isTime, setIsTime] = useState(false);
  useEffect(() => startTransition(() => setIsTime(true)), []);
  return isTime ? children : null;
}
