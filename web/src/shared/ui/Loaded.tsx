import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';

import { useDelayed } from '@/shared/lib/useDelayed';
import { useReady } from '@/shared/lib/useReady';

import { SkeletonRows } from './Skeleton';
import { Failed } from './States';

type Props<Data> = {
  query: UseQueryResult<Data>;
  /** Drawn after 150 ms of waiting; rows if not given. */
  skeleton?: ReactNode;
  errorTitle?: string;
  children: (data: Data) => ReactNode;
};

/** A query's four states in one place; old data stay while new ones are fetched. */
export function Loaded<Data>({ query, skeleton, errorTitle, children }: Props<Data>) {
  const isHere = query.data !== undefined;
  const ready = useReady(isHere);
  const showSkeleton = useDelayed(query.isPending || isHere !== ready);
  if (query.data !== undefined && ready) return children(query.data);
  if (query.isError) {
    return <Failed error={query.error} title={errorTitle} onRetry={() => void query.refetch()} />;
  }
  return showSkeleton ? (skeleton ?? <SkeletonRows />) : null;
}
