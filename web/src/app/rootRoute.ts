import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext } from '@tanstack/react-router';

import { Crash, LostPage } from '@/app/shell/Crash';
import { Root } from '@/app/shell/Root';

type Context = { queries: QueryClient };

export const root = createRootRouteWithContext<Context>()({
  component: Root,
  errorComponent: Crash,
  notFoundComponent: LostPage,
});
