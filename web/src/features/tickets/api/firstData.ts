import type { QueryClient } from '@tanstack/react-query';
import { defaultOf, searchOfView } from '@/features/tickets/lib/savedViews';
import { type TicketSearch, wantedOf } from '@/features/tickets/lib/search';
import { meQuery } from '@/shared/api/me';

import { askForGroups } from './groups';
import { listQuery } from './list';
import { readTimeline, ticketIdQuery, timelineQuery } from './ticket';
import { askForLayouts, viewsQuery } from './views';

/** Ask for the rows of an address, and for those who work on them their views, while the page is still being made. */
export function askForList(queries: QueryClient, search: TicketSearch): void {
  void queries.prefetchInfiniteQuery(listQuery(wantedOf(search)));
  if (search.group) askForGroups(queries, wantedOf(search), search.group);
  void queries.ensureQueryData(meQuery).then(
    async ({ permissions, team_ids }) => {
      if (!permissions.includes('ticket:read_internal')) return;
      askForLayouts(queries);
      const { data } = await queries.ensureQueryData(viewsQuery);
      const own = Object.keys(search).length === 0 ? defaultOf(data, team_ids) : undefined;
      if (own) askForList(queries, searchOfView(own));
    },
    () => undefined,
  );
}

/** Ask for a ticket while its page is still being made. */
export function askForTicket(queries: QueryClient, ref: string): void {
  const timeline = readTimeline(ref);
  // Who waits for it hears of its failure; before that nobody does.
  timeline.catch(() => undefined);
  queries.fetchQuery(ticketIdQuery(ref, queries)).then(
    (id) =>
      queries.prefetchQuery({
        ...timelineQuery(id),
        queryFn: () => timeline.catch(() => readTimeline(id)),
      }),
    // The page asks again, and says what is wrong.
    () => undefined,
  );
}
