import { useEffect, useState } from 'react';

const secondsTo = (due: number) => Math.max(0, Math.ceil((due - Date.now()) / 1000));

/** Seconds until a moment, counted down. */
export function useSeconds(due: number): number {
  const [left, setLeft] = useState(() => secondsTo(due));
  useEffect(() => {
    setLeft(secondsTo(due));
    const timer = window.setInterval(() => setLeft(secondsTo(due)), 250);
    return () => window.clearInterval(timer);
  }, [due]);
  return left;
}
