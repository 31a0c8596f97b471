import { readTicketSearch, type TicketSearch } from './search';

const STORED = 'deskplane.lastList';
const ORDER = 'deskplane.lastOrder';

/** As much of a ticket as leads to it. */
type Neighbour = { id: string; number: string };

/** Remember the list from which tickets are opened: it gives the ticket page its neighbours. */
export function rememberList(search: TicketSearch): void {
  const { ticket: _, ...list } = search;
  sessionStorage.setItem(STORED, JSON.stringify(list));
}

/** Remember the order of a list in groups, which no question to the server gives. */
export function rememberOrder(rows: readonly Neighbour[] | null): void {
  const order = rows?.map(({ id, number }) => ({ id, number }));
  if (order) sessionStorage.setItem(ORDER, JSON.stringify(order));
  else sessionStorage.removeItem(ORDER);
}

/** The order of the list in groups that was on the screen last, if it was one. */
export function lastOrder(): Neighbour[] | null {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(ORDER) ?? 'null');
    return Array.isArray(stored) ? (stored as Neighbour[]) : null;
  } catch {
    return null;
  }
}

/** The list of this tab that was on the screen last. */
export function lastList(): TicketSearch {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(STORED) ?? '{}');
    return typeof stored === 'object' && stored !== null ? readTicketSearch({ ...stored }) : {};
  } catch {
    return {};
  }
}
