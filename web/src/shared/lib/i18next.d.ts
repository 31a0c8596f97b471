import 'i18next';

import type audit from '../../../public/locales/en/audit.json';
import type board from '../../../public/locales/en/board.json';
import type catalog from '../../../public/locales/en/catalog.json';
import type clusters from '../../../public/locales/en/clusters.json';
import type common from '../../../public/locales/en/common.json';
import type connections from '../../../public/locales/en/connections.json';
import type dispatch from '../../../public/locales/en/dispatch.json';
import type login from '../../../public/locales/en/login.json';
import type macros from '../../../public/locales/en/macros.json';
import type newTicket from '../../../public/locales/en/newTicket.json';
import type organization from '../../../public/locales/en/organization.json';
import type overview from '../../../public/locales/en/overview.json';
import type people from '../../../public/locales/en/people.json';
import type permissions from '../../../public/locales/en/permissions.json';
import type portal from '../../../public/locales/en/portal.json';
import type profile from '../../../public/locales/en/profile.json';
import type projects from '../../../public/locales/en/projects.json';
import type rca from '../../../public/locales/en/rca.json';
import type roles from '../../../public/locales/en/roles.json';
import type settings from '../../../public/locales/en/settings.json';
import type setup from '../../../public/locales/en/setup.json';
import type support from '../../../public/locales/en/support.json';
import type teams from '../../../public/locales/en/teams.json';
import type tickets from '../../../public/locales/en/tickets.json';
import type together from '../../../public/locales/en/together.json';
import type tokens from '../../../public/locales/en/tokens.json';
import type views from '../../../public/locales/en/views.json';

// Keys are typed from the English files; one namespace per feature.
declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common';
    resources: {
      audit: typeof audit;
      board: typeof board;
      catalog: typeof catalog;
      clusters: typeof clusters;
      common: typeof common;
      connections: typeof connections;
      dispatch: typeof dispatch;
      login: typeof login;
      macros: typeof macros;
      newTicket: typeof newTicket;
      organization: typeof organization;
      overview: typeof overview;
      people: typeof people;
      permissions: typeof permissions;
      portal: typeof portal;
      profile: typeof profile;
      projects: typeof projects;
      rca: typeof rca;
      roles: typeof roles;
      settings: typeof settings;
      setup: typeof setup;
      support: typeof support;
      teams: typeof teams;
      tickets: typeof tickets;
      together: typeof together;
      tokens: typeof tokens;
      views: typeof views;
    };
  }
}
