import {
  PRIORITIES,
  STATUSES,
  type TicketPriority,
  type TicketStatus,
} from '@/shared/lib/vocabulary';

export const SORTS = ['created_at', 'updated_at', 'priority', 'status', 'due_date'] as const;
export type SortBy = (typeof SORTS)[number];
export type Direction = 'asc' | 'desc';

/** Which tickets are wanted. */
export type TicketFilters = {
  q: string;
  status: TicketStatus[];
  priority: TicketPriority[];
};
export type TicketSort = { by: SortBy; direction: Direction };

/** The state of the page as the address holds it; lists are comma-separated. */
export type SupportSearch = {
  q?: string;
  status?: string;
  priority?: string;
  sort?: SortBy;
  direction?: Direction;
  /** Number of the ticket open in the side panel. */
  ticket?: string;
};

const NEWEST_FIRST: readonly SortBy[] = ['created_at', 'updated_at'];

/** The end of an order that people want to see first. */
export const naturalDirection = (by: SortBy): Direction =>
  NEWEST_FIRST.includes(by) ? 'desc' : 'asc';

const text = (value: unknown) =>
  typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';

function listIn<T extends string>(words: readonly T[], value: unknown): T[] {
  const given = text(value).split(',');
  return words.filter((word) => given.includes(word));
}

/** Read the address; what is not understood is left out. */
export function readSupportSearch(search: Record<string, unknown>): SupportSearch {
  const status = listIn(STATUSES, search.status).join(',');
  const priority = listIn(PRIORITIES, search.priority).join(',');
  const sort = SORTS.find((each) => each === search.sort);
  const direction = (['asc', 'desc'] as const).find((each) => each === search.direction);
  return {
    ...(text(search.q) ? { q: text(search.q) } : {}),
    ...(status ? { status } : {}),
    ...(priority ? { priority } : {}),
    ...(sort ? { sort } : {}),
    ...(direction ? { direction } : {}),
    ...(text(search.ticket) ? { ticket: text(search.ticket) } : {}),
  };
}

export const filtersOf = ({ q = '', status, priority }: SupportSearch): TicketFilters => ({
  q,
  status: listIn(STATUSES, status),
  priority: listIn(PRIORITIES, priority),
});

export function sortOf({ sort: by = 'created_at', direction }: SupportSearch): TicketSort {
  return { by, direction: direction ?? naturalDirection(by) };
}

const NUMBER = /^(?:[a-z]{2,10}[- ]?|#)?(\d{1,12})$/i;

/** The condition for words that may stand in number, title or description. */
export function whereOf(q: string): string | undefined {
  const words = q.trim();
  if (!words) return undefined;
  const quoted = JSON.stringify(words);
  const inText = `title contains ${quoted} or description contains ${quoted}`;
  const number = NUMBER.exec(words)?.[1];
  return number ? `number = ${number} or ${inText}` : inText;
}
