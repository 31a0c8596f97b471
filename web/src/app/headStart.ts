import { queries } from '@/app/queries';
import { router } from '@/app/router';
import { readTicketSearch } from '@/features/tickets/lib/search';
import { meQuery } from '@/shared/api/me';

const firstData = () => import('@/features/tickets/api/firstData');

/** What the first page shows: asked for together with the person, not after them. */
async function askForContent(pathname: string): Promise<void> {
  const [, ref] = /^\/app\/tickets(?:\/([^/]+))?\/?$/.exec(pathname) ?? ['', 'new'];
  if (ref === 'new') return;
  const { askForList, askForTicket } = await firstData();
  if (ref) askForTicket(queries, decodeURIComponent(ref));
  else askForList(queries, readTicketSearch(router.latestLocation.search));
}

/** Ask for the person, the content and the code of the first page while the texts are still on their way. */
export function headStart(): void {
  const { location } = window;
  if (/^\/(app|portal)?(\/|$)/.test(location.pathname)) void queries.prefetchQuery(meQuery);
  void askForContent(location.pathname);
  for (const { routeId } of router.matchRoutes(router.latestLocation)) {
    void router.loadRouteChunk(router.routesById[routeId as keyof typeof router.routesById]);
  }
}
