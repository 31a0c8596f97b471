import { useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useEffect } from 'react';

import { useGroups } from '@/features/tickets/api/groups';
import { listQuery, rowsOf } from '@/features/tickets/api/list';
import { useLiveList } from '@/features/tickets/api/useLiveList';
import { rememberList, rememberOrder } from '@/features/tickets/lib/lastList';
import { type TicketSearch, wantedOf } from '@/features/tickets/lib/search';

/** The rows an address stands for, kept fresh, and how to get more of them. */
export function useTicketList(search: TicketSearch) {
  const wanted = wantedOf(search);
  const query = useInfiniteQuery(listQuery(wanted));
  const groups = useGroups(wanted, search.group);
  const live = useLiveList(wanted);
  const rows = groups ? groups.rows : rowsOf(query.data);
  useEffect(() => rememberList(search), [search]);
  const order = groups?.rows ?? null;
  useEffect(() => rememberOrder(order), [order]);

  const { fetchNextPage, hasNextPage, isFetchingNextPage } = query;
  const more = useCallback(() => {
    if (!isFetchingNextPage) void fetchNextPage();
  }, [fetchNextPage, isFetchingNextPage]);
  const info = query.data?.pages[0]?.page;
  return {
    query,
    live,
    groups,
    rows,
    pending: query.isPending || groups?.pending === true,
    total: info?.total ?? undefined,
    exact: info?.total_exact !== false,
    hasMore: hasNextPage && !groups,
    more,
  };
}

export type TicketListing = ReturnType<typeof useTicketList>;
