import { infiniteQueryOptions, keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';

import { type TicketFilters, type TicketSort, whereOf } from '@/features/support/lib/search';
import { api, read } from '@/shared/api/client';
import { onLive } from '@/shared/api/live';
import type { components } from '@/shared/api/schema';

export type TicketRow = components['schemas']['TicketRow'];

/** How often the tickets are read again by themselves, in minutes. */
export const SYNC_MINUTES = 5;
const MINUTE = 60_000;
const PAGE = 50;

/** What a sync by hand brought. */
export type SyncResult = { at: number; changed: number };

const pagesQuery = (filters: TicketFilters, sort: TicketSort) =>
  infiniteQueryOptions({
    queryKey: ['support', 'tickets', filters, sort],
    queryFn: ({ pageParam, signal }) => {
      const where = whereOf(filters.q);
      return read(
        api.GET('/api/v1/desk/tickets', {
          params: {
            query: {
              ...(filters.status.length > 0 ? { status: filters.status } : {}),
              ...(filters.priority.length > 0 ? { priority: filters.priority } : {}),
              ...(where ? { where } : {}),
              ...(pageParam ? { cursor: pageParam } : { count: true }),
              sort_by: sort.by,
              sort_direction: sort.direction,
              limit: PAGE,
            },
          },
          signal,
        }),
      );
    },
    initialPageParam: '',
    getNextPageParam: ({ page }) => page.next,
    placeholderData: keepPreviousData,
    refetchOnWindowFocus: false,
  });

type Pages = { pages: { data: TicketRow[] }[] } | undefined;
const rowsOf = (found: Pages) => found?.pages.flatMap(({ data }) => data) ?? [];

/** Tickets that are new, gone or of another version. */
function changedBetween(before: readonly TicketRow[], after: readonly TicketRow[]): number {
  const versions = new Map(before.map(({ id, version }) => [id, version]));
  return after.filter(({ id, version }) => versions.get(id) !== version).length;
}

/** Tickets changed since they were read, told by the server. */
function useWaiting(readAt: number): number {
  const [waiting, setWaiting] = useState<ReadonlySet<string>>(new Set());
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was read holds all changes before it
  useEffect(() => setWaiting(new Set()), [readAt]);
  useEffect(
    () =>
      onLive(({ subject_type, subject }) => {
        if (subject_type === 'ticket') setWaiting((before) => new Set(before).add(subject));
      }),
    [],
  );
  return waiting.size;
}

/**
 * Tickets by filters, in an order. With `autoSync` they are read again every five minutes;
 * `refresh` reads them now, `syncTickets` does so too and says what changed.
 */
export function useTickets(filters: TicketFilters, sort: TicketSort, autoSync = true) {
  const query = useInfiniteQuery({
    ...pagesQuery(filters, sort),
    refetchInterval: autoSync ? SYNC_MINUTES * MINUTE : false,
  });
  const { refetch, data, dataUpdatedAt } = query;
  const [syncing, setSyncing] = useState(false);
  const [lastSync, setLastSync] = useState<SyncResult | null>(null);

  const refresh = useCallback(() => void refetch(), [refetch]);
  const syncTickets = useCallback(async (): Promise<SyncResult | null> => {
    setSyncing(true);
    const before = rowsOf(data);
    const after = await refetch();
    setSyncing(false);
    if (!after.data || after.isError) return null;
    const result = { at: Date.now(), changed: changedBetween(before, rowsOf(after.data)) };
    setLastSync(result);
    return result;
  }, [data, refetch]);

  const first = data?.pages[0]?.page;
  return {
    tickets: rowsOf(data),
    total: first?.total ?? null,
    totalExact: first?.total_exact ?? true,
    loading: query.isPending,
    error: query.error,
    syncing,
    /** When the tickets were read, as the clock of this computer says. */
    refreshedAt: dataUpdatedAt,
    lastSync,
    /** Changes that the server told since. */
    waiting: useWaiting(dataUpdatedAt),
    refresh,
    syncTickets,
    more: {
      has: query.hasNextPage,
      loading: query.isFetchingNextPage,
      load: () => void query.fetchNextPage(),
    },
  };
}

export type Tickets = ReturnType<typeof useTickets>;
