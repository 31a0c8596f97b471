import {
  type Icon,
  IconActivity,
  IconDeviceLaptop,
  IconFolder,
  IconHistory,
  IconHome,
  IconLayoutKanban,
  IconPlayerPause,
  IconSettings,
  IconStack2,
  IconTicket,
  IconUser,
  IconUsers,
} from '@tabler/icons-react';
import { linkOptions } from '@tanstack/react-router';

export const PLACES = {
  overview: {
    icon: IconHome,
    link: linkOptions({ to: '/app/overview' }),
  },
  tickets: {
    icon: IconTicket,
    // Whatever is filtered there, but none of the views below.
    link: linkOptions({
      to: '/app/tickets',
      search: { view: undefined },
      activeOptions: { exact: false, explicitUndefined: true },
    }),
  },
  board: {
    icon: IconLayoutKanban,
    link: linkOptions({ to: '/app/board' }),
  },
  projects: {
    icon: IconFolder,
    link: linkOptions({ to: '/app/projects', activeOptions: { includeSearch: false } }),
  },
  mine: {
    icon: IconUser,
    link: linkOptions({ to: '/app/tickets', search: { view: 'mine' } }),
  },
  unassigned: {
    icon: IconUsers,
    link: linkOptions({ to: '/app/tickets', search: { view: 'unassigned' } }),
  },
  waiting: {
    icon: IconPlayerPause,
    link: linkOptions({ to: '/app/tickets', search: { view: 'waiting' } }),
  },
  support: {
    icon: IconDeviceLaptop,
    link: linkOptions({ to: '/app/support' }),
  },
  rca: {
    icon: IconActivity,
    link: linkOptions({ to: '/app/rca', activeOptions: { includeSearch: false } }),
  },
  clusters: {
    icon: IconStack2,
    link: linkOptions({ to: '/app/clusters', activeOptions: { includeSearch: false } }),
  },
  audit: {
    icon: IconHistory,
    link: linkOptions({ to: '/app/audit', activeOptions: { includeSearch: false } }),
  },
  settings: {
    icon: IconSettings,
    link: linkOptions({ to: '/app/settings' }),
  },
} as const satisfies Record<string, { icon: Icon; link: unknown }>;

export type Place = keyof typeof PLACES;

/** The prepared filters below "Views". */
export const VIEWS = ['mine', 'unassigned', 'waiting'] as const;
