import '@/shared/ui/layers.css';
import '@mantine/core/styles.layer.css';
import '@mantine/notifications/styles.layer.css';
import '@/shared/ui/tokens.css';
import '@/shared/ui/fonts.css';
import '@/shared/ui/base.css';

import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import {
  createMemoryHistory,
  createRootRoute,
  createRouter,
  type RegisteredRouter,
  RouterProvider,
} from '@tanstack/react-router';
import { createRoot } from 'react-dom/client';

import { preferredLanguage, startI18n } from '@/shared/lib/i18n';
import { ConfirmProvider } from '@/shared/ui/ConfirmDialog';
import { cssVariablesResolver, theme } from '@/shared/ui/theme';

import { Gallery } from './Gallery';

await startI18n(preferredLanguage());

// The types of links are those of the product's router; here every link leads back to the sheet.
const router = createRouter({
  routeTree: createRootRoute({ component: Gallery, notFoundComponent: Gallery }),
  history: createMemoryHistory(),
});

const root = document.getElementById('root');
if (!root) throw new Error('gallery.html has no #root');
createRoot(root).render(
  <MantineProvider
    theme={theme}
    cssVariablesResolver={cssVariablesResolver}
    defaultColorScheme="auto"
  >
    <ConfirmProvider>
      <RouterProvider router={router as unknown as RegisteredRouter} />
    </ConfirmProvider>
    <Notifications position="bottom-right" limit={3} />
  </MantineProvider>,
);
