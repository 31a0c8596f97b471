import type { TicketSearch } from '@/features/tickets/lib/search';

/** What every part of the list page is given: the address, and how to change it. */
export type ListProps = { search: TicketSearch; onSearch: (search: TicketSearch) => void };
