import { DENSITIES, type Density } from '@/shared/lib/preferences';
import {
  PRIORITIES,
  STATUSES,
  TICKET_TYPES,
  type TicketPriority,
  type TicketStatus,
  type TicketType,
} from '@/shared/lib/vocabulary';

export const TICKET_VIEWS = ['mine', 'unassigned', 'waiting'] as const;
export type TicketView = (typeof TICKET_VIEWS)[number];

export const SORTS = ['created', 'updated', 'priority', 'status', 'due', 'number'] as const;
export type Sort = (typeof SORTS)[number];
export type Direction = 'asc' | 'desc';

/** What the rows of a list can be gathered by. */
export const GROUPS = ['status', 'priority', 'type', 'team', 'assignee', 'category'] as const;
export type Group = (typeof GROUPS)[number];

/** Fields that hold a list of values, in the order of their chips. */
export const FILTERS = [
  'status',
  'priority',
  'type',
  'team',
  'assignee',
  'requester',
  'category',
  'tag',
  'source',
  'set',
] as const;
export type Filter = (typeof FILTERS)[number];

/** The doors a ticket can have come through. */
export const SOURCES = [
  'WEB',
  'MOBILE',
  'EMAIL',
  'GLPI',
  'SOLMAN',
  'CHATBOT',
  'API',
  'PORTAL',
  'SERVICENOW',
  'JIRA',
  'FRESHDESK',
  'GATEWAY',
  'JOB',
  'ALERT',
  'WEBHOOK',
  'IMPORT',
  'PHONE',
  'WORKFLOW',
] as const;
export type Source = (typeof SOURCES)[number];

export const UNFINISHED = STATUSES.slice(0, 5);

/** Says in the address that a filter which the view sets is switched off. */
const ANY = 'any';

/** The whole state of the ticket list, kept in the address; lists are comma-separated. */
export type TicketSearch = Partial<Record<Filter, string>> & {
  /** A built-in view, or the id of a saved one. */
  view?: string | undefined;
  q?: string;
  /** A condition as text, such as `due_at before now`. */
  where?: string;
  /** Number of the ticket open in the side panel. */
  ticket?: string;
  /** Filters by custom fields, by key. */
  custom?: Record<string, string>;
  sort?: Sort;
  direction?: Direction;
  density?: Density;
  /** The rows stand under heads, one for each value. */
  group?: Group;
};

/** What the list is asked for: the view with the filters of the address over it. */
export type Wanted = {
  status: TicketStatus[];
  priority: TicketPriority[];
  type: TicketType[];
  team: string[];
  assignee: string[];
  requester: string[];
  category: string[];
  tag: string[];
  source: Source[];
  /** Sets of tickets that the house put together: clusters. */
  set: string[];
  custom: Record<string, string[]>;
  where?: string;
  q: string;
  sort: Sort;
  direction: Direction;
};

type Defaults = { sort: Sort } & Partial<Record<Filter, readonly string[]>>;

const VIEWS: Record<TicketView | 'all', Defaults> = {
  all: { status: UNFINISHED, sort: 'created' },
  mine: { status: UNFINISHED, assignee: ['me'], sort: 'priority' },
  unassigned: { status: UNFINISHED, assignee: ['none'], sort: 'priority' },
  waiting: { status: ['pending'], sort: 'updated' },
};

const WORDS: Partial<Record<Filter, readonly string[]>> = {
  status: STATUSES,
  priority: PRIORITIES,
  type: TICKET_TYPES,
  source: SOURCES,
};

/** A saved view says everything in the address, so that a link to it needs nothing else. */
const SAVED: Defaults = { sort: 'created' };

const NEWEST_FIRST = new Set<Sort>(['created', 'updated', 'number']);

/** The end of an order that people want to see first. */
export const naturalDirection = (sort: Sort): Direction =>
  NEWEST_FIRST.has(sort) ? 'desc' : 'asc';

function text(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

const among = <T extends string>(words: readonly T[], value: unknown) =>
  words.find((word) => word === value);

const split = (value: string) => [
  ...new Set(
    value
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean),
  ),
];

function known(field: Filter, values: readonly string[]): string[] {
  const words = WORDS[field];
  return words ? words.filter((word) => values.includes(word)) : [...values];
}

/** A list as it stands in the address; what is not understood is left out. */
function listIn(field: Filter, value: unknown): string | undefined {
  const given = text(value);
  if (!given || given === ANY) return given;
  return known(field, split(given)).join(',') || undefined;
}

function customIn(value: unknown): Record<string, string> | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const entries = Object.entries(value).flatMap(([key, held]) => {
    const kept = text(held);
    return kept && /^[a-z][a-z0-9_]*$/.test(key) ? [[key, kept] as const] : [];
  });
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

function withoutUndefined<T extends object>(
  value: T,
): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const entries = Object.entries(value).filter(([, held]) => held !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]?: Exclude<T[K], undefined> };
}

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const savedId = (value: unknown) =>
  typeof value === 'string' && ID.test(value) ? value : undefined;

/** Read the address; what is not understood is left out. */
export function readTicketSearch(search: Record<string, unknown>): TicketSearch {
  return withoutUndefined({
    ...Object.fromEntries(FILTERS.map((field) => [field, listIn(field, search[field])])),
    view: among(TICKET_VIEWS, search.view) ?? savedId(search.view),
    q: text(search.q),
    where: text(search.where),
    ticket: text(search.ticket),
    custom: customIn(search.custom),
    sort: among(SORTS, search.sort),
    direction: among(['asc', 'desc'] as const, search.direction),
    density: among(DENSITIES, search.density),
    group: among(GROUPS, search.group),
  });
}

/** The built-in view of an address, if it is one. */
export const builtIn = ({ view }: TicketSearch) => among(TICKET_VIEWS, view);

/** The id of the saved view of an address, if it is one. */
export const savedView = ({ view }: TicketSearch) => savedId(view);

const defaultsOf = (search: TicketSearch) =>
  savedView(search) ? SAVED : VIEWS[builtIn(search) ?? 'all'];

/** The values of one filter: those of the address, else those of the view. */
export function valuesOf(search: TicketSearch, field: Filter): string[] {
  const given = search[field];
  if (given === ANY) return [];
  return given === undefined ? [...(defaultsOf(search)[field] ?? [])] : split(given);
}

/** What to ask the server for. */
export function wantedOf(search: TicketSearch): Wanted {
  const sort = search.sort ?? defaultsOf(search).sort;
  const lists = Object.fromEntries(FILTERS.map((field) => [field, valuesOf(search, field)]));
  return {
    ...(lists as Pick<Wanted, Filter>),
    custom: Object.fromEntries(
      Object.entries(search.custom ?? {}).map(([key, values]) => [key, split(values)]),
    ),
    ...(search.where ? { where: search.where } : {}),
    q: search.q?.trim() ?? '',
    sort,
    direction: search.direction ?? naturalDirection(sort),
  };
}

const sameSet = (one: readonly string[], other: readonly string[]) =>
  one.length === other.length && one.every((value) => other.includes(value));

/** The address with other values for one filter; what the view says anyway is not repeated. */
export function withFilter(
  search: TicketSearch,
  field: Filter,
  values: readonly string[],
): TicketSearch {
  const standard = defaultsOf(search)[field] ?? [];
  const { [field]: _, ...rest } = search;
  if (sameSet(values, standard)) return rest;
  return { ...rest, [field]: values.length > 0 ? known(field, values).join(',') : ANY };
}

/** The address with other values for a custom field; none removes it. */
export function withCustom(
  search: TicketSearch,
  key: string,
  values: readonly string[],
): TicketSearch {
  const { custom = {}, ...rest } = search;
  const { [key]: _, ...others } = custom;
  const next = values.length > 0 ? { ...others, [key]: values.join(',') } : others;
  return Object.keys(next).length > 0 ? { ...rest, custom: next } : rest;
}

/** The address with another order; the same column again turns it round. */
export function withSort(search: TicketSearch, sort: Sort): TicketSearch {
  const now = wantedOf(search);
  const turned = now.direction === 'asc' ? 'desc' : 'asc';
  const direction = now.sort === sort ? turned : naturalDirection(sort);
  const { sort: _, direction: __, ...rest } = search;
  return {
    ...rest,
    ...(sort === defaultsOf(search).sort && !savedView(search) ? {} : { sort }),
    ...(direction === naturalDirection(sort) ? {} : { direction }),
  };
}

/** The view alone: all filters, search words and the panel dropped; how it looks stays. */
export function withoutFilters(search: TicketSearch): TicketSearch {
  const { view, sort, direction, density, group } = search;
  return withoutUndefined({ view, sort, direction, density, group });
}

/** Filters that a person set over the view. */
export function ownFilters(search: TicketSearch): number {
  const lists = FILTERS.filter((field) => search[field] !== undefined).length;
  return (
    lists + Object.keys(search.custom ?? {}).length + (search.q ? 1 : 0) + (search.where ? 1 : 0)
  );
}
