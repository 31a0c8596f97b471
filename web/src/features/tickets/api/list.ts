import { type InfiniteData, infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query';

import type { Sort, Wanted } from '@/features/tickets/lib/search';
import { api, read } from '@/shared/api/client';
import type { components, paths } from '@/shared/api/schema';

import type { TicketRow } from './types';

type ListParams = NonNullable<paths['/api/v1/desk/tickets']['get']['parameters']['query']>;
type SearchParams = NonNullable<paths['/api/v1/desk/tickets/search']['get']['parameters']['query']>;
type PageInfo = components['schemas']['TicketList']['page'];

/** A page of the list and the server's clock when it was read, from which later changes count. */
export type TicketPage = { data: TicketRow[]; page: PageInfo; asOf: string };
export type TicketPages = InfiniteData<TicketPage>;

const PAGE = 100;
const MOST_AT_ONCE = 200;

const SORT_BY: Record<Sort, NonNullable<ListParams['sort_by']>> = {
  created: 'created_at',
  updated: 'updated_at',
  priority: 'priority',
  status: 'status',
  due: 'due_date',
  number: 'number',
};

/** Filters as the list takes them; empty ones are left out. */
export function listParams(wanted: Wanted): ListParams {
  const { q: _, sort, direction, custom, where, source: source_type, ...named } = wanted;
  const lists = { ...named, source_type };
  const filled = Object.entries(lists).filter(([, values]) => values.length > 0);
  const own = Object.entries(custom).map(([key, values]) => [`custom.${key}`, values]);
  return {
    ...Object.fromEntries([...filled, ...own]),
    ...(where ? { where } : {}),
    sort_by: SORT_BY[sort],
    sort_direction: direction,
  };
}

/** A ticket number, whole or begun: full text knows none. */
export const isNumber = (text: string) => /^[a-z]{0,4}[- ]?\d+$/i.test(text);

const isId = (value: string) => value.length === 36;

/** Filters as the search takes them; the list narrows what these leave. */
function searchParams({ q, status, priority, type, team, assignee, requester, category }: Wanted) {
  const ids = (values: readonly string[]) => (values.every(isId) ? { found: values } : {});
  const params: SearchParams = { q, status, priority, type, category };
  return {
    ...params,
    ...Object.fromEntries(
      Object.entries({ team, assignee, requester }).flatMap(([name, values]) =>
        Object.values(ids(values)).map((found) => [name, found]),
      ),
    ),
  };
}

/** When the server answered, by its own clock. */
const clockOf = (response: Response) =>
  new Date(response.headers.get('Date') ?? Date.now()).toISOString();

export async function readRows(query: ListParams, signal?: AbortSignal): Promise<TicketPage> {
  const { data, response } = await api.GET('/api/v1/desk/tickets', {
    params: { query },
    ...(signal ? { signal } : {}),
  });
  if (!data) throw new Error('The list came back empty');
  return { ...data, asOf: clockOf(response) };
}

/** Rows by number, whatever the filters say. */
export function readNumbers(numbers: readonly string[], signal?: AbortSignal) {
  const value = numbers.map((number) => Number(number.replace(/\D+/g, '')));
  const where = JSON.stringify({ field: 'number', op: 'in', value });
  return readRows({ where, limit: MOST_AT_ONCE }, signal);
}

/** Full-text search says which tickets and in which order, the list says what they look like. */
async function searchRows(
  wanted: Wanted,
  cursor: string,
  signal: AbortSignal,
): Promise<TicketPage> {
  const found = await read(
    api.GET('/api/v1/desk/tickets/search', {
      params: { query: { ...searchParams(wanted), limit: PAGE, ...(cursor ? { cursor } : {}) } },
      signal,
    }),
  );
  const page = { ...found.page, total_exact: found.page.total_exact };
  if (found.data.length === 0) return { data: [], page, asOf: new Date().toISOString() };
  const numbers = found.data.map(({ number }) => number.replace(/\D+/g, '')).join(', ');
  const among = `number in (${numbers})`;
  const where = wanted.where ? `${among} and (${wanted.where})` : among;
  const rows = await readRows({ ...listParams(wanted), where, limit: MOST_AT_ONCE }, signal);
  const byId = new Map(rows.data.map((row) => [row.id, row]));
  const data = found.data.flatMap(({ id }) => byId.get(id) ?? []);
  return { data, page, asOf: rows.asOf };
}

export const listKey = (wanted: Wanted) => ['tickets', 'list', wanted] as const;

/** The list, page after page. It is never read again by itself: see `useLiveList`. */
export const listQuery = (wanted: Wanted) =>
  infiniteQueryOptions({
    queryKey: listKey(wanted),
    queryFn: ({ pageParam, signal }): Promise<TicketPage> => {
      const { q } = wanted;
      if (q && !isNumber(q)) return searchRows(wanted, pageParam, signal);
      const at = pageParam ? { cursor: pageParam } : { count: true };
      return readRows({ ...listParams(wanted), ...(q ? { q } : {}), ...at, limit: PAGE }, signal);
    },
    initialPageParam: '',
    getNextPageParam: ({ page }) => page.next,
    placeholderData: keepPreviousData,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });

export const rowsOf = (pages: TicketPages | undefined): TicketRow[] =>
  pages?.pages.flatMap(({ data }) => data) ?? [];

/** The same pages with some rows replaced by newer ones, each in its place. */
export function replaceRows(
  pages: TicketPages,
  newer: ReadonlyMap<string, TicketRow>,
): TicketPages {
  return {
    ...pages,
    pages: pages.pages.map((page) =>
      page.data.some(({ id }) => newer.has(id))
        ? { ...page, data: page.data.map((row) => newer.get(row.id) ?? row) }
        : page,
    ),
  };
}
