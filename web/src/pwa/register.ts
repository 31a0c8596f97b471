import i18next from 'i18next';

import { loadTexts } from '@/shared/lib/i18n';
import { toastAction } from '@/shared/ui/toast';

const AGAIN = 30 * 60_000;

/** A newer version waits: the person says when the page is loaded again. */
async function offer(waiting: ServiceWorker): Promise<void> {
  await loadTexts('portal');
  toastAction(i18next.t('portal:update.ready'), {
    label: i18next.t('portal:update.reload'),
    run: () => {
      navigator.serviceWorker.addEventListener('controllerchange', () => window.location.reload(), {
        once: true,
      });
      waiting.postMessage('take-over');
    },
  });
}

function follow(registration: ServiceWorkerRegistration): void {
  // Without a controller this is the first visit: there is nothing older to replace.
  const isNewer = () => navigator.serviceWorker.controller !== null;
  if (registration.waiting && isNewer()) void offer(registration.waiting);
  registration.addEventListener('updatefound', () => {
    const { installing } = registration;
    installing?.addEventListener('statechange', () => {
      if (installing.state === 'installed' && isNewer()) void offer(installing);
    });
  });
  const look = () => void registration.update().catch(() => undefined);
  window.setInterval(look, AGAIN);
}

async function register(): Promise<void> {
  try {
    follow(await navigator.serviceWorker.register('/sw.js', { updateViaCache: 'none' }));
  } catch {
    // A browser that refuses (private window, policy) shows the desk all the same.
  }
}

/** Let the portal open without a network; only where the pages are built. */
export function registerWorker(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  if (document.readyState === 'complete') void register();
  else window.addEventListener('load', () => void register(), { once: true });
}
