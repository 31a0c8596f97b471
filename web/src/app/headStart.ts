import { queries } from '@/app/queries';
import { router } from '@/app/router';
import { meQuery } from '@/shared/api/me';

/** Ask for the person and the code of the first page while the texts are still on their way. */
export function headStart(): void {
  const { location } = window;
  if (/^\/(app|portal)?(\/|$)/.test(location.pathname)) void queries.prefetchQuery(meQuery);
  for (const { routeId } of router.matchRoutes(router.latestLocation)) {
    void router.loadRouteChunk(router.routesById[routeId as keyof typeof router.routesById]);
  }
}
