import { keepPreviousData, type QueryClient, queryOptions } from '@tanstack/react-query';

import { api, read } from '@/shared/api/client';
import { translateLive } from '@/shared/api/live';
import type { components } from '@/shared/api/schema';

import { replaceRows, type TicketPages } from './list';
import type { Ticket, TicketRow } from './types';

type Schemas = components['schemas'];
export type TimelineItem = Schemas['TimelineItem'];
export type Activity = Schemas['Activity'];
export type Comment = Schemas['TimelineComment'];

const LONGEST = 2000;
const PAGE = 200;

translateLive(({ subject_type, subject }) =>
  subject_type === 'ticket'
    ? [
        ['ticket', subject],
        ['tickets', 'quick'],
      ]
    : [],
);

const readTicket = (ref: string, signal?: AbortSignal) =>
  read(
    api.GET('/api/v1/desk/tickets/{ref}', {
      params: { path: { ref } },
      ...(signal ? { signal } : {}),
    }),
  );

/** A ticket by its id. */
export const ticketQuery = (id: string) =>
  queryOptions({
    queryKey: ['ticket', id],
    queryFn: ({ signal }) => readTicket(id, signal),
  });

/** Which ticket an address means: its number, or an older one, leads to its id. */
export const ticketIdQuery = (ref: string, queries: QueryClient) =>
  queryOptions({
    queryKey: ['ticketId', ref],
    queryFn: async ({ signal }) => {
      const ticket = await readTicket(ref, signal);
      queries.setQueryData(ticketQuery(ticket.id).queryKey, ticket);
      return ticket.id;
    },
    staleTime: Number.POSITIVE_INFINITY,
  });

/** All of a timeline, by the id or the number of its ticket. */
export async function readTimeline(ref: string, signal?: AbortSignal): Promise<TimelineItem[]> {
  const items: TimelineItem[] = [];
  let cursor: string | null = '';
  while (cursor !== null && items.length < LONGEST) {
    const at: { cursor?: string } = cursor ? { cursor } : {};
    const { data, page }: Schemas['Timeline'] = await read(
      api.GET('/api/v1/desk/tickets/{ref}/timeline', {
        params: { path: { ref }, query: { limit: PAGE, ...at } },
        ...(signal ? { signal } : {}),
      }),
    );
    items.push(...data);
    cursor = page.next;
  }
  return items;
}

/** Comments and changes in one order, the oldest first. */
export const timelineQuery = (id: string) =>
  queryOptions({
    queryKey: ['ticket', id, 'timeline'],
    queryFn: ({ signal }) => readTimeline(id, signal),
    placeholderData: keepPreviousData,
  });

/** The ticket as it stood after one of its changes. */
export const snapshotQuery = (id: string, version: number) =>
  queryOptions({
    queryKey: ['ticketAt', id, version],
    queryFn: ({ signal }) =>
      read(
        api.GET('/api/v1/desk/tickets/{ref}/at', {
          params: { path: { ref: id }, query: { version } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  });

type Shown = ReadonlyMap<string, Partial<Ticket>>;

function inList(pages: TicketPages, shown: Shown): TicketPages {
  const rows = pages.pages.flatMap(({ data }) => data).filter(({ id }) => shown.has(id));
  if (rows.length === 0) return pages;
  const newer = new Map(
    rows.map((row): [string, TicketRow] => [row.id, { ...row, ...shown.get(row.id) }]),
  );
  return replaceRows(pages, newer);
}

/** Show something of tickets at once, on their pages and in all lists; the way back is returned. */
export function showAtOnce(queries: QueryClient, shown: Shown): () => void {
  const before = [...shown.keys()].map((id) => {
    const { queryKey } = ticketQuery(id);
    return [queryKey, queries.getQueryData(queryKey)] as const;
  });
  const lists = queries.getQueriesData<TicketPages>({ queryKey: ['tickets', 'list'] });
  for (const [queryKey, ticket] of before) {
    if (ticket) queries.setQueryData(queryKey, { ...ticket, ...shown.get(ticket.id) });
  }
  for (const [key, pages] of lists) {
    if (pages) queries.setQueryData(key, inList(pages, shown));
  }
  return () => {
    for (const [queryKey, ticket] of before) {
      if (ticket) queries.setQueryData(queryKey, ticket);
    }
    for (const [key, pages] of lists) queries.setQueryData(key, pages);
  };
}

/** Take over what the server says a ticket is now. */
export function takeOver(queries: QueryClient, ticket: Ticket): void {
  showAtOnce(queries, new Map([[ticket.id, ticket]]));
  queries.setQueryData(ticketQuery(ticket.id).queryKey, ticket);
}
