import { useMantineColorScheme } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Link, Outlet } from '@tanstack/react-router';
import { useCallback, useEffect } from 'react';
import { useTranslation } from 'react-i18next';

import { useSending } from '@/features/portal/api/useOutbox';
import { startLive } from '@/shared/api/live';
import { useMe } from '@/shared/api/me';
import { useReach } from '@/shared/api/reach';
import { cx } from '@/shared/lib/cx';
import { applyPreferences } from '@/shared/lib/preferences';
import { later } from '@/shared/ui/later';
import { Mark } from '@/shared/ui/Mark';
import { toastDone } from '@/shared/ui/toast';

import classes from './Portal.module.css';
import { PortalAccount } from './PortalAccount';
import { PortalNav } from './PortalNav';

const Toasts = later(() => import('@/shared/ui/Toasts'), 'Toasts');

/** What the person should know before reading on. */
function Notices() {
  const { t } = useTranslation('portal');
  const { role } = useMe();
  const { away } = useReach();
  return (
    <>
      {away ? (
        <div className={classes.notice} role="status">
          {t(navigator.onLine ? 'shell.away' : 'shell.offline')}
        </div>
      ) : null}
      {role === 'requester' ? null : (
        <div className={cx(classes.notice, classes.quiet)}>
          {t('shell.agent')}
          <Link to="/app/tickets">{t('shell.toDesk')}</Link>
        </div>
      )}
    </>
  );
}

/** Head, places and the page: for people who ask for help, on a phone first. */
export function PortalShell() {
  const { t } = useTranslation(['portal', 'common']);
  const queries = useQueryClient();
  const { preferences } = useMe();
  const { setColorScheme } = useMantineColorScheme();
  useEffect(() => applyPreferences(preferences, setColorScheme), [preferences, setColorScheme]);
  useEffect(() => startLive(queries), [queries]);
  const sent = useCallback(
    (requests: readonly { number: string }[]) => {
      for (const { number } of requests) toastDone(t('waiting.sent', { number }));
    },
    [t],
  );
  useSending(sent);
  return (
    <>
      <Toasts />
      <div className={classes.shell}>
        <a className={classes.skip} href="#content">
          {t('common:nav.skip')}
        </a>
        <header className={classes.head}>
          <Link to="/portal" className={classes.brand}>
            <Mark />
            {t('shell.name')}
          </Link>
          <PortalNav />
          <div className={classes.end}>
            <PortalAccount />
          </div>
        </header>
        <Notices />
        <main id="content" className={classes.content} tabIndex={-1}>
          <Outlet />
        </main>
        <PortalNav bottom />
      </div>
    </>
  );
}
