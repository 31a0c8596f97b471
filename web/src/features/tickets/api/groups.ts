import { type QueryClient, queryOptions, useQueries, useQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useRef, useState } from 'react';

import {
  type GroupItem,
  groupItems,
  groupsWithin,
  MOST_OF_GROUP,
  wantedOfGroup,
} from '@/features/tickets/lib/grouping';
import type { Group, Wanted } from '@/features/tickets/lib/search';
import { api, read } from '@/shared/api/client';

import { isNumber, listParams, readRows } from './list';
import type { TicketRow } from './types';

/** The rows of so many lines are read ahead. */
const AHEAD = 100;

// Below the counts, which are asked for again after changes, at most every few seconds.
const KEY = ['tickets', 'count', 'groups'] as const;

const withWords = ({ q }: Wanted) => (q ? { q } : {});

const headsQuery = (wanted: Wanted, by: Group) => {
  const { sort_by: _, sort_direction: __, ...filters } = listParams(wanted);
  return queryOptions({
    queryKey: [...KEY, by, wanted],
    queryFn: ({ signal }) =>
      read(
        api.GET('/api/v1/desk/tickets/groups', {
          params: { query: { ...filters, ...withWords(wanted), by } },
          signal,
        }),
      ),
    select: ({ data }) => data,
    // Other filters find other numbers in the same groups; another field has other groups.
    placeholderData: (before, query) => (query?.queryKey[KEY.length] === by ? before : undefined),
  });
};

const rowsQuery = (wanted: Wanted, by: Group, value: string) =>
  queryOptions({
    queryKey: [...KEY, by, wanted, value],
    queryFn: ({ signal }) => {
      const query = listParams(wantedOfGroup(wanted, by, value));
      return readRows({ ...query, ...withWords(wanted), limit: MOST_OF_GROUP }, signal);
    },
    select: ({ data }) => data,
  });

/** Ask for the groups while their page is still being made. */
export function askForGroups(queries: QueryClient, wanted: Wanted, by: Group): void {
  if (canGroup(wanted)) void queries.prefetchQuery(headsQuery(wanted, by));
}

/** A search for words comes with the best first: it has no groups. */
export const canGroup = ({ q }: Wanted) => !q || isNumber(q);

/** A set that is empty again as soon as something else is looked at. */
function useSetOf(subject: string) {
  const [held, setHeld] = useState({ subject, values: new Set<string>() as ReadonlySet<string> });
  const values = held.subject === subject ? held.values : (new Set() as ReadonlySet<string>);
  const change = useCallback(
    (next: (now: ReadonlySet<string>) => ReadonlySet<string>) =>
      setHeld((now) => {
        const before = now.subject === subject ? now.values : new Set<string>();
        return { subject, values: next(before) };
      }),
    [subject],
  );
  return [values, change] as const;
}

/** The groups of a list; the rows of a group are read when its place comes in sight. */
export function useGroups(wanted: Wanted, group: Group | undefined) {
  const by = canGroup(wanted) ? group : undefined;
  const [closed, changeClosed] = useSetOf(by ?? '');
  const [seen, changeSeen] = useSetOf(`${by} ${JSON.stringify(wanted)}`);
  const found = useQuery({ ...headsQuery(wanted, by ?? 'status'), enabled: by !== undefined });
  const heads = by ? found.data : undefined;
  const wantedHeads = useMemo(
    () => (heads ?? []).filter(({ value }) => seen.has(value) && !closed.has(value)),
    [heads, seen, closed],
  );
  const rowsOf = useQueries({
    queries: wantedHeads.map(({ value }) => rowsQuery(wanted, by ?? 'status', value)),
    combine: useCallback(
      (answers: { data: TicketRow[] | undefined }[]) => answers.map(({ data }) => data),
      [],
    ),
  });
  const items = useMemo(() => {
    const known = wantedHeads.flatMap(({ value }, index) => {
      const rows = rowsOf[index];
      return rows ? [[value, rows] as const] : [];
    });
    return groupItems(heads ?? [], closed, new Map(known));
  }, [heads, closed, wantedHeads, rowsOf]);
  const rows = useMemo(
    () => items.flatMap((item) => (item.kind === 'row' ? [item.row] : [])),
    [items],
  );
  const latest = useRef(items);
  latest.current = items;
  /** Told which line is the first one in sight. */
  const look = useCallback(
    (first: number) => {
      const wait = groupsWithin(latest.current, first, first + AHEAD);
      if (wait.length > 0) changeSeen((now) => new Set([...now, ...wait]));
    },
    [changeSeen],
  );
  const turn = useCallback(
    (value: string) =>
      changeClosed((now) => {
        const next = new Set(now);
        if (!next.delete(value)) next.add(value);
        return next;
      }),
    [changeClosed],
  );
  // A list whose groups cannot be read is still a list.
  return by && !found.isError ? { by, pending: !heads, items, rows, look, turn } : null;
}

export type Groups = NonNullable<ReturnType<typeof useGroups>>;
export type Line = GroupItem<TicketRow>;
