import type { QueryClient } from '@tanstack/react-query';

import { type TicketSearch, wantedOf } from '@/features/tickets/lib/search';

import { listQuery } from './list';
import { ticketIdQuery, timelineQuery } from './ticket';

/** Ask for the rows of an address while its page is still being made. */
export function askForList(queries: QueryClient, search: TicketSearch): void {
  void queries.prefetchInfiniteQuery(listQuery(wantedOf(search)));
}

/** Ask for a ticket while its page is still being made. */
export function askForTicket(queries: QueryClient, ref: string): void {
  queries.fetchQuery(ticketIdQuery(ref, queries)).then(
    (id) => queries.prefetchQuery(timelineQuery(id)),
    // The page asks again, and says what is wrong.
    () => undefined,
  );
}
