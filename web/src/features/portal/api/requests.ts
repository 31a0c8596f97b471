import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query';

import type { Cards, Group, Request } from '@/features/portal/api/types';
import { waitingOf } from '@/features/portal/lib/outbox';
import { put, take } from '@/features/portal/lib/store';
import { api, read } from '@/shared/api/client';
import { translateLive } from '@/shared/api/live';
import { asProblem } from '@/shared/api/problem';

const ROOT = 'portal';

translateLive(({ subject_type }) => {
  if (subject_type === 'ticket')
    return [
      [ROOT, 'tickets'],
      [ROOT, 'ticket'],
      [ROOT, 'approvals'],
    ];
  return subject_type === 'request_type' ? [[ROOT, 'cards']] : [];
});

/** What can be asked for; the last answer is kept for a form without a network. */
export const cardsQuery = (personId: string) =>
  queryOptions({
    queryKey: [ROOT, 'cards', personId],
    staleTime: 5 * 60_000,
    queryFn: async ({ signal }) => {
      const key = `cards|${personId}`;
      try {
        const cards = await read(api.GET('/api/v1/portal/cards', { signal }));
        void put('kept', { key, cards }).catch(() => undefined);
        return cards;
      } catch (error) {
        const kept =
          asProblem(error).status === 0 ? await take<{ cards: Cards }>('kept', key) : null;
        if (kept) return kept.cards;
        throw error;
      }
    },
  });

export const requestsQuery = (group: Group, q: string, limit: number) =>
  infiniteQueryOptions({
    queryKey: [ROOT, 'tickets', { group, q, limit }],
    queryFn: ({ signal, pageParam }) =>
      read(
        api.GET('/api/v1/portal/tickets', {
          signal,
          params: {
            query: {
              group,
              limit,
              ...(q ? { q } : {}),
              ...(pageParam ? { cursor: pageParam } : {}),
            },
          },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: ({ page }) => page.next,
    placeholderData: keepPreviousData,
  });

export const requestQuery = (ref: string) =>
  queryOptions({
    queryKey: [ROOT, 'ticket', ref],
    queryFn: ({ signal }) =>
      read(api.GET('/api/v1/portal/tickets/{ref}', { params: { path: { ref } }, signal })),
  });

export const approvalsQuery = queryOptions({
  queryKey: [ROOT, 'approvals'],
  queryFn: ({ signal }) => read(api.GET('/api/v1/portal/approvals', { signal })),
  select: ({ data }) => data,
});

/** What this browser has not sent yet. */
export const outboxQuery = (personId: string) =>
  queryOptions({
    queryKey: [ROOT, 'outbox', personId],
    staleTime: 0,
    queryFn: () => waitingOf(personId).catch(() => []),
  });

/** A change of one request; the answer is the request as it is now. */
function useChange<Wanted>(ref: string, change: (wanted: Wanted) => Promise<Request>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: (request) => {
      queries.setQueryData(requestQuery(ref).queryKey, request);
      void queries.invalidateQueries({ queryKey: [ROOT, 'tickets'] });
    },
  });
}

type Reply = { body: string; attachment_ids: string[] };

export const useReply = (ref: string) =>
  useChange(ref, (body: Reply) =>
    read(api.POST('/api/v1/portal/tickets/{ref}/replies', { params: { path: { ref } }, body })),
  );

export const useCloseRequest = (ref: string) =>
  useChange(ref, (body: string) =>
    read(
      api.POST('/api/v1/portal/tickets/{ref}/close', { params: { path: { ref } }, body: { body } }),
    ),
  );

export const useReopenRequest = (ref: string) =>
  useChange(ref, (body: string) =>
    read(
      api.POST('/api/v1/portal/tickets/{ref}/reopen', {
        params: { path: { ref } },
        body: { body },
      }),
    ),
  );

export const useAddFollower = (ref: string) =>
  useChange(ref, (email: string) =>
    read(
      api.POST('/api/v1/portal/tickets/{ref}/followers', {
        params: { path: { ref } },
        body: { email },
      }),
    ),
  );

export function useRemoveFollower(ref: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (person_id: string) =>
      api.DELETE('/api/v1/portal/tickets/{ref}/followers/{person_id}', {
        params: { path: { ref, person_id } },
      }),
    onSuccess: () => queries.invalidateQueries({ queryKey: requestQuery(ref).queryKey }),
  });
}

type Answer = { id: string; approved: boolean; comment: string };

export function useDecide() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, ...body }: Answer) =>
      read(api.POST('/api/v1/portal/approvals/{id}', { params: { path: { id } }, body })),
    onSettled: () => queries.invalidateQueries({ queryKey: approvalsQuery.queryKey }),
  });
}
