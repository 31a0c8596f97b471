import { type BoardSearch, readBoardSearch } from '@/features/board/lib/search';
import { readTicketSearch, type TicketSearch } from '@/features/tickets/lib/search';

/** The board's own choices and the filters of the list, in one address. */
export type BoardPageSearch = TicketSearch & BoardSearch;

export const readBoardPageSearch = (search: Record<string, unknown>): BoardPageSearch => ({
  ...readTicketSearch(search),
  ...readBoardSearch(search),
});
