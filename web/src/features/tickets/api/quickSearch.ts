import { keepPreviousData, queryOptions } from '@tanstack/react-query';

import { api, read } from '@/shared/api/client';

/** A handful of tickets for the palette: by number, or by words. */
export const quickSearchQuery = (query: string) =>
  queryOptions({
    queryKey: ['tickets', 'quick', query],
    queryFn: ({ signal }) =>
      read(api.GET('/api/v1/desk/tickets', { params: { query: { q: query, limit: 6 } }, signal })),
    enabled: query.length >= 2,
    placeholderData: keepPreviousData,
    staleTime: 15_000,
  });
