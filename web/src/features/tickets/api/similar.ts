import { queryOptions } from '@tanstack/react-query';

import { api, read } from '@/shared/api/client';
import type { components } from '@/shared/api/schema';

export type SimilarTicket = components['schemas']['Similar'];

/** Tickets that look like this one. Not below the ticket's key: a new comment does not change them. */
export const similarQuery = (id: string, title: string) =>
  queryOptions({
    queryKey: ['similarTickets', id, title],
    queryFn: ({ signal }) =>
      read(
        api.GET('/api/v1/desk/tickets/{ref}/similar', {
          params: { path: { ref: id }, query: { limit: 5 } },
          signal,
        }),
      ),
    select: ({ data }) => data,
    staleTime: 60_000,
  });
