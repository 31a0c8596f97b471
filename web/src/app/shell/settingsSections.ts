import {
  IconBolt,
  IconBuilding,
  IconCircleCheck,
  IconForms,
  IconInputSpark,
  IconKey,
  IconKeyboard,
  IconMessage2Bolt,
  IconPlugConnected,
  IconProgressCheck,
  IconShieldCheck,
  IconSitemap,
  IconTags,
  IconTemplate,
  IconTransferOut,
  IconUrgent,
  IconUserCircle,
  IconUsers,
  IconUsersGroup,
  type Icon as TablerIcon,
} from '@tabler/icons-react';
import { type LinkProps, linkOptions } from '@tanstack/react-router';

import { type Permission, useMe } from '@/shared/api/me';

type CatalogKey =
  | 'categories'
  | 'priorities'
  | 'fields'
  | 'templates'
  | 'replies'
  | 'statuses'
  | 'resolutions'
  | 'tags';
export type Section = {
  key:
    | 'profile'
    | 'keyboard'
    | 'organization'
    | 'people'
    | 'teams'
    | 'roles'
    | 'tokens'
    | 'requestTypes'
    | 'macros'
    | 'connections'
    | 'itsmIntegration'
    | CatalogKey;
  icon: TablerIcon;
  right?: Permission;
  link: LinkProps;
};
type Group = { key: 'you' | 'desk' | 'tickets'; sections: readonly Section[] };

/** All pages of the settings: a new one needs one entry here, a route, and its name in `settings.json`. */
export const SETTINGS: readonly Group[] = [
  {
    key: 'you',
    sections: [
      { key: 'profile', icon: IconUserCircle, link: linkOptions({ to: '/app/settings/profile' }) },
      { key: 'keyboard', icon: IconKeyboard, link: linkOptions({ to: '/app/settings/keyboard' }) },
    ],
  },
  {
    key: 'desk',
    sections: [
      {
        key: 'organization',
        icon: IconBuilding,
        right: 'settings:read',
        link: linkOptions({ to: '/app/settings/organization' }),
      },
      {
        key: 'people',
        icon: IconUsers,
        right: 'people:read',
        link: linkOptions({ to: '/app/settings/people' }),
      },
      {
        key: 'teams',
        icon: IconUsersGroup,
        right: 'team:read',
        link: linkOptions({ to: '/app/settings/teams' }),
      },
      {
        key: 'roles',
        icon: IconShieldCheck,
        right: 'role:read',
        link: linkOptions({ to: '/app/settings/roles' }),
      },
      {
        key: 'requestTypes',
        icon: IconForms,
        right: 'catalog:write',
        link: linkOptions({ to: '/app/settings/request-types' }),
      },
      {
        key: 'connections',
        icon: IconPlugConnected,
        right: 'connection:read',
        link: linkOptions({ to: '/app/settings/connections/itsm' }),
      },
      {
        key: 'itsmIntegration',
        icon: IconTransferOut,
        right: 'settings:read',
        link: linkOptions({ to: '/app/settings/itsm-integration' }),
      },
      {
        key: 'tokens',
        icon: IconKey,
        right: 'token:own',
        link: linkOptions({ to: '/app/settings/tokens' }),
      },
    ],
  },
  {
    key: 'tickets',
    sections: [
      {
        key: 'categories',
        icon: IconSitemap,
        right: 'catalog:write',
        link: linkOptions({ to: '/app/settings/categories' }),
      },
      {
        key: 'priorities',
        icon: IconUrgent,
        right: 'catalog:write',
        link: linkOptions({ to: '/app/settings/priorities' }),
      },
      {
        key: 'statuses',
        icon: IconProgressCheck,
        right: 'catalog:write',
        link: linkOptions({ to: '/app/settings/statuses' }),
      },
      {
        key: 'resolutions',
        icon: IconCircleCheck,
        right: 'catalog:write',
        link: linkOptions({ to: '/app/settings/resolutions' }),
      },
      {
        key: 'fields',
        icon: IconInputSpark,
        right: 'catalog:write',
        link: linkOptions({ to: '/app/settings/fields' }),
      },
      {
        key: 'templates',
        icon: IconTemplate,
        right: 'catalog:write',
        link: linkOptions({ to: '/app/settings/templates' }),
      },
      {
        key: 'macros',
        icon: IconBolt,
        right: 'ticket:update',
        link: linkOptions({ to: '/app/settings/macros' }),
      },
      {
        key: 'replies',
        icon: IconMessage2Bolt,
        right: 'ticket:update',
        link: linkOptions({ to: '/app/settings/replies' }),
      },
      {
        key: 'tags',
        icon: IconTags,
        right: 'catalog:write',
        link: linkOptions({ to: '/app/settings/tags' }),
      },
    ],
  },
];

/** What the person may open, in its groups. */
export function useSettings(): readonly Group[] {
  const { permissions } = useMe();
  return SETTINGS.map((group) => ({
    ...group,
    sections: group.sections.filter(({ right }) => !right || permissions.includes(right)),
  })).filter(({ sections }) => sections.length > 0);
}
