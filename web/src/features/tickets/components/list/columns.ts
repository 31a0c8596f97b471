import { builtIn, savedView, type TicketSearch } from '@/features/tickets/lib/search';

/** Columns every organisation has; the title is always there. */
export const COLUMNS = [
  'status',
  'number',
  'title',
  'type',
  'requester',
  'team',
  'category',
  'priority',
  'source',
  'tags',
  'due',
  'created',
  'updated',
  'assignee',
] as const;
export type KnownColumn = (typeof COLUMNS)[number];

/** A column as it is drawn: which field, and the width somebody gave it. */
export type Column = { key: string; width: number | null };

const USUAL: readonly KnownColumn[] = [
  'status',
  'number',
  'title',
  'team',
  'category',
  'priority',
  'updated',
  'assignee',
];

const WIDTHS: Record<KnownColumn, number> = {
  status: 14,
  number: 74,
  title: 160,
  type: 84,
  requester: 132,
  team: 152,
  category: 148,
  priority: 84,
  source: 92,
  tags: 140,
  due: 96,
  created: 84,
  updated: 84,
  assignee: 22,
};
const CUSTOM_WIDTH = 120;
const BOX = 16;
const GAP = 10;
const PADDING = 32;
/** So much a title should have before a column gives way. */
const READABLE = 294;
const GIVES_WAY = ['category', 'team'];

export const LEAST_WIDTH = 40;
export const MOST_WIDTH = 800;
const FIXED = ['status', 'assignee', 'title'];

export const isKnown = (key: string): key is KnownColumn => COLUMNS.some((each) => each === key);
export const isSizable = (key: string) => !FIXED.includes(key);

export const widthOf = ({ key, width }: Column) =>
  width ?? (isKnown(key) ? WIDTHS[key] : CUSTOM_WIDTH);

export const USUAL_COLUMNS: readonly Column[] = USUAL.map((key) => ({ key, width: null }));

/** Under which word a person's columns of this list are kept. */
export const layoutKey = (search: TicketSearch) => savedView(search) ?? builtIn(search) ?? 'all';

const others = (columns: readonly Column[]) =>
  columns.reduce((sum, column) => sum + (column.key === 'title' ? 0 : widthOf(column)), 0) +
  columns.length * GAP +
  BOX +
  PADDING;

/** Without those that leave the title too little room; columns somebody chose all stay. */
export function fitting(columns: readonly Column[], room: number): readonly Column[] {
  let left = columns;
  for (const key of GIVES_WAY) {
    if (room === 0 || room - others(left) >= READABLE) return left;
    left = left.filter((column) => column.key !== key);
  }
  return left;
}

/** The tracks of the grid. */
export const tracks = (columns: readonly Column[]) =>
  [
    `${BOX}px`,
    ...columns.map((column) =>
      column.key === 'title' ? `minmax(${WIDTHS.title}px, 1fr)` : `${widthOf(column)}px`,
    ),
  ].join(' ');

/** The least width of a row; narrower lists scroll sideways. */
export const leastWidth = (columns: readonly Column[]) => others(columns) + WIDTHS.title;

/** The columns with another width for one. */
export const resized = (columns: readonly Column[], key: string, width: number): Column[] =>
  columns.map((column) =>
    column.key === key
      ? { key, width: Math.round(Math.min(MOST_WIDTH, Math.max(LEAST_WIDTH, width))) }
      : column,
  );

/** The columns with one more, or without one; the title never goes. */
export function toggled(columns: readonly Column[], key: string): Column[] {
  if (key === 'title') return [...columns];
  const without = columns.filter((column) => column.key !== key);
  return without.length < columns.length ? without : [...columns, { key, width: null }];
}
