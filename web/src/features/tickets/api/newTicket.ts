import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';

import { api, read } from '@/shared/api/client';
import { asProblem } from '@/shared/api/problem';

import type { NewTicket } from './types';

/** What a new ticket starts with when it is made from this template. */
export const readTemplateDraft = (id: string, requester: string | null) =>
  read(
    api.GET('/api/v1/ticket-templates/{id}/draft', {
      params: { path: { id }, query: requester ? { requester_id: requester } : {} },
    }),
  );

/** One person, for the name behind an id. */
export const personNameQuery = (id: string) =>
  queryOptions({
    queryKey: ['people', 'name', id],
    queryFn: ({ signal }) =>
      read(api.GET('/api/v1/people/{id}', { params: { path: { id } }, signal })),
    staleTime: 5 * 60_000,
  });

/** Store a ticket, once: the same words sent again after a lost answer make no second one. */
export function useCreateTicket() {
  const queries = useQueryClient();
  const sent = useRef({ words: '', key: '' });
  return useMutation({
    mutationFn: async (body: NewTicket) => {
      const words = JSON.stringify(body);
      if (sent.current.words !== words) sent.current = { words, key: crypto.randomUUID() };
      try {
        return await read(
          api.POST('/api/v1/desk/tickets', {
            body,
            headers: { 'Idempotency-Key': sent.current.key },
          }),
        );
      } catch (error) {
        // An answer ends the attempt; only silence leaves open whether it was stored.
        if (asProblem(error).status > 0) sent.current = { words: '', key: '' };
        throw error;
      }
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: ['tickets'] }),
  });
}
