import { IconChevronLeft } from '@tabler/icons-react';
import { Link, Outlet, useLocation, useMatch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { SETTINGS, type Section, useSettings } from '@/app/shell/settingsSections';
import { useMe } from '@/shared/api/me';
import { usePermissionName } from '@/shared/lib/permissions';
import { Icon } from '@/shared/ui/Icon';
import { Page } from '@/shared/ui/Page';
import { PageHead } from '@/shared/ui/PageHead';
import { NoPermission } from '@/shared/ui/States';

import classes from './settings.module.css';

function Sections() {
  const { t } = useTranslation('settings');
  return useSettings().map(({ key, sections }) => (
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
  const section = SETTINGS.flatMap(({ sections }) => sections).find(({ link }) =>
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
