import { createRoute, redirect } from '@tanstack/react-router';

import { readBoardPageSearch } from '@/app/boardSearch';
import { catalogRoutes } from '@/app/catalogRoutes';
import { page } from '@/app/page';
import { deskPerson, portalPath } from '@/app/portalGate';
import { portalRoutes } from '@/app/portalRoutes';
import { root } from '@/app/rootRoute';
import { NotFound } from '@/app/shell/Crash';
import { readAuditSearch } from '@/features/audit/lib/search';
import { readClustersSearch } from '@/features/clusters/lib/search';
import { readMacrosSearch } from '@/features/macros/lib/search';
import { readOverviewSearch } from '@/features/overview/lib/search';
import { readPeopleSearch } from '@/features/people/lib/search';
import { readProjectsSearch } from '@/features/projects/lib/search';
import { readJobsSearch } from '@/features/rca/lib/search';
import { readSupportSearch } from '@/features/support/lib/search';
import { readTeamsSearch } from '@/features/teams/lib/search';
import { readTicketSearch } from '@/features/tickets/lib/search';
import { Problem } from '@/shared/api/problem';
import { setZone } from '@/shared/lib/format';
import { switchLanguage } from '@/shared/lib/i18n';
import { KEY_TEXTS } from '@/shared/lib/keyCatalog';

const isVersion = (value: unknown): value is number => Number.isInteger(value) && Number(value) > 0;
const text = (value: unknown) => (typeof value === 'string' && value ? value : undefined);

/** Pages ask for what they show before they are drawn; a pointer that passes a link asks for nothing. */
const firstData = () => import('@/features/tickets/api/firstData');

const start = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/app/tickets' });
  },
});

const login = createRoute({
  getParentRoute: () => root,
  path: '/login',
  validateSearch: (search): { next?: string; forgot?: boolean } => {
    const next = text(search.next);
    return { ...(next ? { next } : {}), ...(search.forgot ? { forgot: true } : {}) };
  },
  component: page(() => import('@/app/routes/login'), 'LoginRoute', 'login'),
});

const reset = createRoute({
  getParentRoute: () => root,
  path: '/reset-password',
  component: page(() => import('@/app/routes/login'), 'ResetRoute', 'login'),
});

const invitation = createRoute({
  getParentRoute: () => root,
  path: '/invitation',
  component: page(() => import('@/app/routes/login'), 'InvitationRoute', 'login'),
});

/** All pages for signed-in people. The session is read before anything is drawn. */
const app = createRoute({
  getParentRoute: () => root,
  path: '/app',
  beforeLoad: async ({ context, location }) => {
    try {
      const { preferences, role } = await deskPerson(context.queries);
      if (role === 'requester') throw redirect({ to: portalPath(location) as '/portal' });
      setZone(preferences.timezone);
      if (preferences.locale) await switchLanguage(preferences.locale);
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 401) throw error;
      throw redirect({ to: '/login', search: { next: location.href } });
    }
  },
  component: page(() => import('@/app/shell/Shell'), 'Shell'),
  notFoundComponent: NotFound,
});

const appStart = createRoute({
  getParentRoute: () => app,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/app/tickets' });
  },
});

const overview = createRoute({
  getParentRoute: () => app,
  path: 'overview',
  validateSearch: readOverviewSearch,
  component: page(
    () => import('@/app/routes/overview'),
    'OverviewRoute',
    'overview',
    'tickets',
    'setup',
  ),
});

const tickets = createRoute({
  getParentRoute: () => app,
  path: 'tickets',
  validateSearch: readTicketSearch,
  loaderDeps: ({ search }) => search,
  loader: async ({ cause, context, deps }) => {
    if (cause === 'enter') (await firstData()).askForList(context.queries, deps);
  },
  component: page(
    () => import('@/app/routes/tickets'),
    'TicketsRoute',
    'tickets',
    'together',
    'views',
    'macros',
  ),
});

const board = createRoute({
  getParentRoute: () => app,
  path: 'board',
  validateSearch: readBoardPageSearch,
  component: page(() => import('@/app/routes/board'), 'BoardRoute', 'board', 'tickets', 'together'),
});

const projects = createRoute({
  getParentRoute: () => app,
  path: 'projects',
  validateSearch: readProjectsSearch,
  component: page(
    () => import('@/features/projects/components/ProjectsPage'),
    'ProjectsPage',
    'projects',
  ),
});

const project = createRoute({
  getParentRoute: () => app,
  path: 'projects/$ref',
  component: page(() => import('@/app/routes/project'), 'ProjectRoute', 'projects', 'tickets'),
});

const analyses = createRoute({
  getParentRoute: () => app,
  path: 'rca',
  validateSearch: readJobsSearch,
  component: page(() => import('@/features/rca/components/JobsPage'), 'JobsPage', 'rca'),
});

const analysis = createRoute({
  getParentRoute: () => app,
  path: 'rca/$id',
  validateSearch: (search): { create?: boolean } => (search.create ? { create: true } : {}),
  component: page(() => import('@/app/routes/rcaJob'), 'RcaJobRoute', 'rca', 'dispatch'),
});

const clusters = createRoute({
  getParentRoute: () => app,
  path: 'clusters',
  validateSearch: readClustersSearch,
  component: page(
    () => import('@/features/clusters/components/ClustersPage'),
    'ClustersPage',
    'clusters',
  ),
});

const support = createRoute({
  getParentRoute: () => app,
  path: 'support',
  validateSearch: readSupportSearch,
  component: page(
    () => import('@/app/routes/support'),
    'SupportRoute',
    'support',
    'tickets',
    'together',
  ),
});

const newTicket = createRoute({
  getParentRoute: () => app,
  path: 'tickets/new',
  component: page(() => import('@/app/routes/newTicket'), 'NewTicketRoute', 'newTicket', 'tickets'),
});

const ticket = createRoute({
  getParentRoute: () => app,
  path: 'tickets/$ref',
  validateSearch: ({ at }): { at?: number } => (isVersion(at) ? { at } : {}),
  loader: async ({ cause, context, params }) => {
    if (cause === 'enter') (await firstData()).askForTicket(context.queries, params.ref);
  },
  component: page(
    () => import('@/app/routes/ticket'),
    'TicketRoute',
    'tickets',
    'together',
    'projects',
    'macros',
  ),
});

const audit = createRoute({
  getParentRoute: () => app,
  path: 'audit',
  validateSearch: readAuditSearch,
  component: page(
    () => import('@/features/audit/components/AuditPage'),
    'AuditPage',
    'audit',
    'permissions',
  ),
});

const settings = createRoute({
  getParentRoute: () => app,
  path: 'settings',
  component: page(
    () => import('@/app/routes/settings'),
    'SettingsRoute',
    'settings',
    'permissions',
  ),
});

const settingsStart = createRoute({
  getParentRoute: () => settings,
  path: '/',
  component: page(() => import('@/app/routes/settings'), 'SettingsStartRoute', 'settings', 'setup'),
});

const profile = createRoute({
  getParentRoute: () => settings,
  path: 'profile',
  component: page(
    () => import('@/features/profile/components/ProfilePage'),
    'ProfilePage',
    'profile',
  ),
});

const keyboard = createRoute({
  getParentRoute: () => settings,
  path: 'keyboard',
  component: page(
    () => import('@/features/profile/components/KeyboardPage'),
    'KeyboardPage',
    'profile',
    ...KEY_TEXTS,
  ),
});

const people = createRoute({
  getParentRoute: () => settings,
  path: 'people',
  validateSearch: readPeopleSearch,
  component: page(() => import('@/features/people/components/PeoplePage'), 'PeoplePage', 'people'),
});

const teams = createRoute({
  getParentRoute: () => settings,
  path: 'teams',
  validateSearch: readTeamsSearch,
  component: page(() => import('@/features/teams/components/TeamsPage'), 'TeamsPage', 'teams'),
});

const roles = createRoute({
  getParentRoute: () => settings,
  path: 'roles',
  component: page(
    () => import('@/features/roles/components/RolesPage'),
    'RolesPage',
    'roles',
    'permissions',
  ),
});

const tokens = createRoute({
  getParentRoute: () => settings,
  path: 'tokens',
  validateSearch: (search): { add?: boolean } => (search.add ? { add: true } : {}),
  component: page(
    () => import('@/features/tokens/components/TokensPage'),
    'TokensPage',
    'tokens',
    'permissions',
  ),
});

const organization = createRoute({
  getParentRoute: () => settings,
  path: 'organization',
  component: page(
    () => import('@/features/organization/components/OrganizationPage'),
    'OrganizationPage',
    'organization',
    'profile',
  ),
});

const requestTypes = createRoute({
  getParentRoute: () => settings,
  path: 'request-types',
  validateSearch: (search): { edit?: string } =>
    typeof search.edit === 'string' ? { edit: search.edit } : {},
  component: page(
    () => import('@/features/portal/components/settings/RequestTypesPage'),
    'RequestTypesPage',
    'portal',
  ),
});

const macros = createRoute({
  getParentRoute: () => settings,
  path: 'macros',
  validateSearch: readMacrosSearch,
  component: page(() => import('@/app/routes/macros'), 'MacrosRoute', 'macros', 'tickets'),
});

const connections = createRoute({
  getParentRoute: () => settings,
  path: 'connections/itsm',
  component: page(
    () => import('@/features/connections/components/ConnectionsPage'),
    'ConnectionsPage',
    'connections',
  ),
});

const connection = createRoute({
  getParentRoute: () => settings,
  path: 'connections/itsm/$ref',
  component: page(
    () => import('@/features/connections/components/ConnectionPage'),
    'ConnectionPage',
    'connections',
  ),
});

const itsmIntegration = createRoute({
  getParentRoute: () => settings,
  path: 'itsm-integration',
  component: page(
    () => import('@/features/dispatch/components/TicketSettingsPanel'),
    'TicketSettingsPanel',
    'dispatch',
  ),
});

export const routeTree = root.addChildren([
  start,
  login,
  reset,
  invitation,
  portalRoutes,
  app.addChildren([
    appStart,
    overview,
    tickets,
    board,
    projects,
    project,
    analyses,
    clusters,
    analysis,
    support,
    newTicket,
    ticket,
    audit,
    settings.addChildren([
      settingsStart,
      profile,
      keyboard,
      organization,
      people,
      teams,
      roles,
      requestTypes,
      macros,
      tokens,
      connections,
      connection,
      itsmIntegration,
      ...catalogRoutes(settings),
    ]),
  ]),
]);
