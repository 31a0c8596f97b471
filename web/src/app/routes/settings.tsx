import {
  IconBuilding,
  IconChevronLeft,
  IconKey,
  IconShieldCheck,
  IconUserCircle,
  IconUsers,
  IconUsersGroup,
  type Icon as TablerIcon,
} from '@tabler/icons-react';
import {
  Link,
  type LinkProps,
  linkOptions,
  Outlet,
  useLocation,
  useMatch,
} from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { type Permission, useMe } from '@/shared/api/me';
import { usePermissionName } from '@/shared/lib/permissions';
import { Icon } from '@/shared/ui/Icon';
import { Page } from '@/shared/ui/Page';
import { PageHead } from '@/shared/ui/PageHead';
import { NoPermission } from '@/shared/ui/States';

import classes from './settings.module.css';

type Section = {
  key: 'profile' | 'organization' | 'people' | 'teams' | 'roles' | 'tokens';
  icon: TablerIcon;
  right?: Permission;
  link: LinkProps;
};
type Group = { key: 'you' | 'desk'; sections: readonly Section[] };

const GROUPS: readonly Group[] = [
  {
    key: 'you',
    sections: [
      { key: 'profile', icon: IconUserCircle, link: linkOptions({ to: '/app/settings/profile' }) },
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
        key: 'tokens',
        icon: IconKey,
        right: 'token:own',
        link: linkOptions({ to: '/app/settings/tokens' }),
      },
    ],
  },
];

/** What the person may open, in its groups. */
function useGroups(): readonly Group[] {
  const { permissions } = useMe();
  return GROUPS.map((group) => ({
    ...group,
    sections: group.sections.filter(({ right }) => !right || permissions.includes(right)),
  })).filter(({ sections }) => sections.length > 0);
}

function Sections() {
  const { t } = useTranslation('settings');
  return useGroups().map(({ key, sections }) => (
    <div key={key} className={classes.group}>
      <div className={classes.groupName}>{t(`group.${key}`)}</div>
      {sections.map((section) => (
        <Link key={section.key} {...section.link} className={classes.section}>
          <Icon of={section.icon} />
          {t(`section.${section.key}`)}
        </Link>
      ))}
    </div>
  ));
}

/** The section of this address that the person may not open. */
function useRefused(): Section | undefined {
  const { permissions } = useMe();
  const path = useLocation({ select: ({ pathname }) => pathname });
  const section = GROUPS.flatMap(({ sections }) => sections).find(({ link }) =>
    path.startsWith(String(link.to)),
  );
  return section?.right && !permissions.includes(section.right) ? section : undefined;
}

function Refused({ section }: { section: Section }) {
  const { t } = useTranslation('settings');
  const nameOf = usePermissionName();
  return <NoPermission what={t(`section.${section.key}`)} right={nameOf(section.right ?? '')} />;
}

/** Sections at the left, the open one at the right; on a phone one after the other. */
export function SettingsRoute() {
  const { t } = useTranslation('settings');
  const refused = useRefused();
  const isStart = useMatch({ from: '/app/settings/', shouldThrow: false }) !== undefined;
  return (
    <>
      <nav className={classes.sections} aria-label={t('title')}>
        <Sections />
      </nav>
      <div className={classes.content}>
        {isStart ? null : (
          <Link to="/app/settings" className={classes.back}>
            <Icon of={IconChevronLeft} />
            {t('title')}
          </Link>
        )}
        {refused ? <Refused section={refused} /> : <Outlet />}
      </div>
    </>
  );
}

/** Without a section: the list of sections. */
export function SettingsStartRoute() {
  const { t } = useTranslation('settings');
  return (
    <Page scrolls>
      <PageHead title={t('title')} />
      <div className={classes.start}>
        <Sections />
      </div>
    </Page>
  );
}
