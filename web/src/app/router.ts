import { createRouter } from '@tanstack/react-router';

import { queries } from '@/app/queries';
import { routeTree } from '@/app/routeTree';
import { Crash, NotFound } from '@/app/shell/Crash';
import { setCsrfToken, whenSignedOut } from '@/shared/api/client';
import { meQuery } from '@/shared/api/me';

export const router = createRouter({
  routeTree,
  context: { queries },
  defaultPreload: 'intent',
  // The query cache decides what is fresh.
  defaultPreloadStaleTime: 0,
  scrollRestoration: true,
  defaultErrorComponent: Crash,
  defaultNotFoundComponent: NotFound,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}

whenSignedOut(() => {
  if (router.state.location.pathname.startsWith('/login')) return;
  const next = router.state.location.href;
  setCsrfToken('');
  queries.removeQueries({ queryKey: meQuery.queryKey });
  void router.navigate({ to: '/login', search: { next } });
});
