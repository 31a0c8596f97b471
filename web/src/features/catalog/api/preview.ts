import { keepPreviousData, queryOptions } from '@tanstack/react-query';

import { api, read } from '@/shared/api/client';

const HANDFUL = 8;

/** Tickets to try a text on: the latest, or those that match. */
export const ticketChoicesQuery = (q: string) =>
  queryOptions({
    queryKey: ['tickets', 'choices', q],
    queryFn: ({ signal }) =>
      read(
        api.GET('/api/v1/desk/tickets', {
          params: { query: { limit: HANDFUL, ...(q ? { q } : {}) } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });

/** A text with its variables filled in from a ticket. */
export const renderQuery = (ref: string, html: string) =>
  queryOptions({
    queryKey: ['render', ref, html],
    queryFn: ({ signal }) =>
      read(
        api.POST('/api/v1/desk/tickets/{ref}/render', {
          params: { path: { ref } },
          body: { html },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
    enabled: html.trim() !== '',
  });

/** What a new ticket starts with. */
export const draftQuery = (id: string, version: number) =>
  queryOptions({
    queryKey: ['draft', id, version],
    queryFn: ({ signal }) =>
      read(api.GET('/api/v1/ticket-templates/{id}/draft', { params: { path: { id } }, signal })),
  });
