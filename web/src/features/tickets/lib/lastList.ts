import { readTicketSearch, type TicketSearch } from './search';

const STORED = 'deskplane.lastList';

/** Remember the list from which tickets are opened: it gives the ticket page its neighbours. */
export function rememberList(search: TicketSearch): void {
  const { ticket: _, ...list } = search;
  sessionStorage.setItem(STORED, JSON.stringify(list));
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
