import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import {
  createMemoryHistory,
  createRootRoute,
  createRouter,
  RouterProvider,
} from '@tanstack/react-router';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ReactNode } from 'react';

import { type Me, meQuery } from '@/shared/api/me';
import { ConfirmProvider } from '@/shared/ui/ConfirmDialog';
import { theme } from '@/shared/ui/theme';

type Options = { me?: Me; at?: string };

/** Draw a part as the app would: look, data, addresses, and somebody signed in. */
export async function show(part: ReactNode, { me, at = '/' }: Options = {}) {
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  if (me) queries.setQueryData(meQuery.queryKey, me);
  const Page = () => <div data-testid="page">{part}</div>;
  const router = createRouter({
    routeTree: createRootRoute({ component: Page, notFoundComponent: Page }),
    history: createMemoryHistory({ initialEntries: [at] }),
  });
  render(
    <MantineProvider theme={theme} env="test">
      <QueryClientProvider client={queries}>
        <ConfirmProvider>
          {/* biome-ignore lint/suspicious/noExplicitAny: a router of its own, not the registered one */}
          <RouterProvider router={router as any} />
        </ConfirmProvider>
      </QueryClientProvider>
    </MantineProvider>,
  );
  await screen.findByTestId('page');
  return { user: userEvent.setup(), queries, router };
}
