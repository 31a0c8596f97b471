import type { Group, TicketSearch, Wanted } from './search';

/** Groups of a list show so many rows at most; the rest of one is a list of its own. */
export const MOST_OF_GROUP = 200;

/** The address with its rows under other heads, or under none. */
export function withGroup(search: TicketSearch, group: Group | undefined): TicketSearch {
  const { group: _, ...rest } = search;
  return group ? { ...rest, group } : rest;
}

const NONE = 'none';

/** The condition that the category of a ticket is this one, and none below it. */
const inCategory = (value: string) =>
  value === NONE ? 'category is empty' : `category = "${value}"`;

/** What to ask the server for to get the rows of one group. */
export function wantedOfGroup(wanted: Wanted, group: Group, value: string): Wanted {
  if (group !== 'category') {
    const lists: Partial<Record<Group, string[]>> = { [group]: [value] };
    return { ...wanted, ...(lists as Partial<Wanted>) };
  }
  const own = inCategory(value);
  return { ...wanted, where: wanted.where ? `(${wanted.where}) and ${own}` : own };
}

/** The address of one group as a list of its own. */
export function searchOfGroup(search: TicketSearch, group: Group, value: string): TicketSearch {
  const { group: _, ...rest } = search;
  if (group !== 'category') return { ...rest, [group]: value };
  const own = inCategory(value);
  return { ...rest, where: rest.where ? `(${rest.where}) and ${own}` : own };
}

export type GroupHead = { value: string; label: string | null; count: number };

/** A line of a list in groups. */
export type GroupItem<Row> =
  | { kind: 'head'; head: GroupHead; open: boolean }
  | { kind: 'row'; row: Row; at: number }
  /** A row that is not loaded yet. */
  | { kind: 'wait'; of: string; at: number }
  | { kind: 'rest'; head: GroupHead };

/** The lines of a list in groups: heads, and under the open ones their rows or the room for them. */
export function groupItems<Row>(
  heads: readonly GroupHead[],
  closed: ReadonlySet<string>,
  rowsOf: ReadonlyMap<string, readonly Row[]>,
): GroupItem<Row>[] {
  const items: GroupItem<Row>[] = [];
  let at = 0;
  for (const head of heads) {
    const open = !closed.has(head.value);
    items.push({ kind: 'head', head, open });
    if (!open) continue;
    const rows = rowsOf.get(head.value);
    const waiting = rows ? 0 : Math.min(head.count, MOST_OF_GROUP);
    for (const row of rows ?? []) items.push({ kind: 'row', row, at: at++ });
    for (let index = 0; index < waiting; index++) {
      items.push({ kind: 'wait', of: head.value, at: at++ });
    }
    if (head.count > MOST_OF_GROUP) items.push({ kind: 'rest', head });
  }
  return items;
}

/** The groups some of whose rows stand in this stretch of lines. */
export function groupsWithin<Row>(
  items: readonly GroupItem<Row>[],
  from: number,
  to: number,
): string[] {
  const waiting = items
    .slice(Math.max(0, from), to)
    .flatMap((item) => (item.kind === 'wait' ? [item.of] : []));
  return [...new Set(waiting)];
}
