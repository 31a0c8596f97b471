import { DirectionProvider, localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';

import { queries } from '@/app/queries';
import { router } from '@/app/router';
import { styleNonce } from '@/shared/lib/nonce';
import { SCHEME_KEY } from '@/shared/lib/preferences';
import { ConfirmProvider } from '@/shared/ui/ConfirmDialog';
import { cssVariablesResolver, theme } from '@/shared/ui/theme';

const schemes = localStorageColorSchemeManager({ key: SCHEME_KEY });

/** Everything around the pages: look, data, addresses. */
export function App() {
  return (
    <StrictMode>
      <DirectionProvider>
        <MantineProvider
          theme={theme}
          cssVariablesResolver={cssVariablesResolver}
          colorSchemeManager={schemes}
          defaultColorScheme="auto"
          getStyleNonce={styleNonce}
        >
          <QueryClientProvider client={queries}>
            <ConfirmProvider>
              <RouterProvider router={router} />
            </ConfirmProvider>
          </QueryClientProvider>
        </MantineProvider>
      </DirectionProvider>
    </StrictMode>
  );
}
