import { createRoute, redirect } from '@tanstack/react-router';

import { page } from '@/app/page';
import { portalPerson } from '@/app/portalGate';
import { root } from '@/app/rootRoute';
import { NotFound } from '@/app/shell/Crash';
import { Problem } from '@/shared/api/problem';
import { setZone } from '@/shared/lib/format';
import { switchLanguage } from '@/shared/lib/i18n';

const text = (value: unknown) => (typeof value === 'string' && value ? value : undefined);
const load = () => import('@/app/routes/portal');

/** All pages for people who ask; those who work on tickets may look as well. */
const portal = createRoute({
  getParentRoute: () => root,
  path: '/portal',
  beforeLoad: async ({ context, location }) => {
    try {
      const { preferences } = await portalPerson(context.queries);
      setZone(preferences.timezone);
      if (preferences.locale) await switchLanguage(preferences.locale);
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 401) throw error;
      throw redirect({ to: '/login', search: { next: location.href } });
    }
  },
  component: page(() => import('@/app/shell/PortalShell'), 'PortalShell', 'portal'),
  notFoundComponent: NotFound,
});

const home = createRoute({
  getParentRoute: () => portal,
  path: '/',
  component: page(load, 'PortalHomeRoute', 'portal'),
});

const requests = createRoute({
  getParentRoute: () => portal,
  path: 'requests',
  validateSearch: (search): { group?: 'done' | undefined; q?: string | undefined } => ({
    ...(search.group === 'done' ? { group: 'done' as const } : {}),
    ...(text(search.q) ? { q: text(search.q) } : {}),
  }),
  component: page(load, 'PortalRequestsRoute', 'portal'),
});

const request = createRoute({
  getParentRoute: () => portal,
  path: 'requests/$ref',
  component: page(load, 'PortalRequestRoute', 'portal'),
});

const fresh = createRoute({
  getParentRoute: () => portal,
  path: 'new',
  validateSearch: (search): { type?: string; title?: string } => {
    const type = text(search.type);
    const title = text(search.title);
    return { ...(type ? { type } : {}), ...(title ? { title } : {}) };
  },
  component: page(load, 'PortalNewRoute', 'portal'),
});

const profile = createRoute({
  getParentRoute: () => portal,
  path: 'profile',
  component: page(() => import('@/app/routes/portalProfile'), 'PortalProfileRoute', 'profile'),
});

export const portalRoutes = portal.addChildren([home, requests, request, fresh, profile]);
