import { type QueryKey, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';

import classes from './Together.module.css';

/** Who waits longer reads what is there. */
const PATIENCE = 1500;
/** What has come is drawn a moment later, and may ask for more. */
const DRAWN = 30;

type Props = {
  /** What the parts are made of, of all that is asked for. */
  of: (key: QueryKey) => boolean;
  children: ReactNode;
};

/**
 * Parts that come one by one and push each other down: they are made at once and seen when the last one has come,
 * so that nothing moves under the eye.
 */
export function Together({ of, children }: Props) {
  const queries = useQueryClient();
  const [isTime, setIsTime] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what the parts are made of stays the same
  useEffect(() => {
    if (isTime) return;
    let settled: number | undefined;
    const isComing = () =>
      queries.isFetching({
        predicate: ({ queryKey, state }) => state.data === undefined && of(queryKey),
      }) > 0;
    const look = () => {
      window.clearTimeout(settled);
      if (!isComing()) settled = window.setTimeout(() => setIsTime(true), DRAWN);
    };
    const latest = window.setTimeout(() => setIsTime(true), PATIENCE);
    const stop = queries.getQueryCache().subscribe(look);
    look();
    return () => {
      window.clearTimeout(settled);
      window.clearTimeout(latest);
      stop();
    };
  }, [queries, isTime]);
  return <div className={isTime ? classes.seen : classes.coming}>{children}</div>;
}
