import type { components } from '@/shared/api/schema';

import {
  FILTERS,
  type Filter,
  naturalDirection,
  readTicketSearch,
  type Sort,
  type TicketSearch,
  valuesOf,
  wantedOf,
} from './search';

type Schemas = components['schemas'];
export type SavedView = Schemas['ViewRead'];
export type ViewQuery = Record<string, string | string[]>;

const SORT_BY: Record<Sort, SavedView['sort_by']> = {
  created: 'created_at',
  updated: 'updated_at',
  priority: 'priority',
  status: 'status',
  due: 'due_date',
  number: 'number',
};

const PARAMETER: Partial<Record<Filter, string>> = { source: 'source_type' };
const parameterOf = (field: Filter) => PARAMETER[field] ?? field;
const CUSTOM = 'custom.';

const joined = (value: string | string[] | undefined) =>
  value === undefined ? undefined : [value].flat().join(',');

/** The address a saved view stands for, whole: it needs no other knowledge to be read. */
export function searchOfView(view: SavedView): TicketSearch {
  const sort = (Object.keys(SORT_BY) as Sort[]).find((each) => SORT_BY[each] === view.sort_by);
  const custom = Object.entries(view.query).flatMap(([name, value]) =>
    name.startsWith(CUSTOM) ? [[name.slice(CUSTOM.length), joined(value)] as const] : [],
  );
  const lists = FILTERS.map((field) => [field, joined(view.query[parameterOf(field)])] as const);
  return readTicketSearch({
    ...Object.fromEntries(lists),
    view: view.id,
    q: view.query.q,
    where: view.query.where,
    custom: Object.fromEntries(custom),
    group: view.group_by,
    sort: sort ?? 'created',
    ...(view.sort_direction === naturalDirection(sort ?? 'created')
      ? {}
      : { direction: view.sort_direction }),
  });
}

/** The filters of an address as a view keeps them. */
export function queryOfSearch(search: TicketSearch): ViewQuery {
  const { custom, where, q } = wantedOf(search);
  const lists = FILTERS.flatMap((field) => {
    const values = valuesOf(search, field);
    return values.length > 0 ? [[parameterOf(field), values] as const] : [];
  });
  const own = Object.entries(custom).map(([key, values]) => [CUSTOM + key, values] as const);
  return {
    ...Object.fromEntries([...lists, ...own]),
    ...(where ? { where } : {}),
    ...(q ? { q } : {}),
  };
}

/** Filters and order of an address as the API takes them for a view. */
export function draftOfSearch(search: TicketSearch) {
  const { sort, direction } = wantedOf(search);
  return {
    query: queryOfSearch(search),
    sort_by: SORT_BY[sort],
    sort_direction: direction,
    group_by: search.group ?? ('none' as const),
  };
}

/** Whether filters or order differ from what the view keeps. */
export function isChanged(search: TicketSearch, view: SavedView): boolean {
  const plain = (one: TicketSearch) => JSON.stringify([wantedOf(one), one.group]);
  return plain(search) !== plain(searchOfView(view));
}

/** The view a team starts with, for the first team of a person that has one. */
export const defaultOf = (views: readonly SavedView[], teams: readonly string[]) =>
  views.find(({ is_default, team_id }) => is_default && teams.includes(team_id ?? ''));

/** A link to a saved view alone: its filters are still to be looked up. */
export const isBareLink = (search: TicketSearch) => search.sort === undefined;
