import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query';
import { useEffect, useState } from 'react';

import { type AuditFilter, paramsOf } from '@/features/audit/lib/search';
import { api, read } from '@/shared/api/client';
import { onLive } from '@/shared/api/live';
import type { components } from '@/shared/api/schema';

export type Entry = components['schemas']['AuditEntry'];

export type Verdict = components['schemas']['Verification'];

const PAGE = 100;
const MANY = 100;
const PAUSE = 1500;

export const entriesKey = (filter: AuditFilter) => ['audit', 'entries', filter] as const;

export const entriesQuery = (filter: AuditFilter) =>
  infiniteQueryOptions({
    queryKey: entriesKey(filter),
    queryFn: ({ pageParam, signal }) =>
      read(
        api.GET('/api/v1/audit', {
          signal,
          params: {
            query: {
              limit: PAGE,
              ...paramsOf(filter),
              ...(pageParam ? { cursor: pageParam } : {}),
            },
          },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: ({ page }) => page.next,
    placeholderData: keepPreviousData,
    // Rows never move by themselves: what is new waits behind the pill.
    refetchOnWindowFocus: false,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });

export const vocabularyQuery = queryOptions({
  queryKey: ['audit', 'vocabulary'],
  queryFn: ({ signal }) => read(api.GET('/api/v1/audit/vocabulary', { signal })),
  staleTime: Number.POSITIVE_INFINITY,
});

export const retentionQuery = queryOptions({
  queryKey: ['audit', 'retention'],
  queryFn: ({ signal }) => read(api.GET('/api/v1/audit/retention', { signal })),
});

/** Recompute the whole chain, when asked. */
export const verifyQuery = queryOptions({
  queryKey: ['audit', 'verify'],
  queryFn: ({ signal }) => read(api.GET('/api/v1/audit/verify', { signal })),
  gcTime: 0,
});

export function useSetRetention() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (months: number | null) =>
      read(api.PUT('/api/v1/audit/retention', { body: { months } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: retentionQuery.queryKey }),
  });
}

async function countNewer(filter: AuditFilter, newest: Entry): Promise<number> {
  const { data } = await read(
    api.GET('/api/v1/audit', {
      params: { query: { ...paramsOf(filter), since: newest.recorded_at, limit: MANY } },
    }),
  );
  const at = data.findIndex(({ id }) => id === newest.id);
  return at < 0 ? data.length : at;
}

/** How many entries of this filter came since the newest one shown. */
export function useNewEntries(filter: AuditFilter, newest: Entry | undefined): number {
  const [count, setCount] = useState(0);
  const key = JSON.stringify([filter, newest?.id]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for both
  useEffect(() => {
    setCount(0);
    if (!newest) return;
    let timer: number | undefined;
    const look = () => {
      timer = undefined;
      void countNewer(filter, newest).then(setCount, () => undefined);
    };
    const hear = () => {
      timer ??= window.setTimeout(look, PAUSE);
    };
    const stop = onLive(hear, { missed: true });
    return () => {
      stop();
      window.clearTimeout(timer);
    };
  }, [key]);
  return count;
}
