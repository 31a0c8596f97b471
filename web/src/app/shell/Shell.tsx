import { useMantineColorScheme } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Outlet, useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';

import { Announcer } from '@/app/shell/Announcer';
import { AwayBar } from '@/app/shell/AwayBar';
import { BottomBar } from '@/app/shell/BottomBar';
import { type ShellDialog, ShellDialogs } from '@/app/shell/dialogs';
import { Header } from '@/app/shell/Header';
import { SideNav } from '@/app/shell/SideNav';
import { useDialog } from '@/app/shell/useDialog';
import { useScheme } from '@/features/profile/api/useScheme';
import { startLive } from '@/shared/api/live';
import { useMay, useMe } from '@/shared/api/me';
import { loadTexts } from '@/shared/lib/i18n';
import { useKeys } from '@/shared/lib/keys';
import { applyPreferences } from '@/shared/lib/preferences';
import { later } from '@/shared/ui/later';
import { PhoneActions } from '@/shared/ui/phoneActions';
import { Soon } from '@/shared/ui/Soon';

import { PhoneButtons } from './PhoneButtons';
import classes from './Shell.module.css';

const Palette = later(async () => {
  const texts = ['settings', 'tickets'].map(loadTexts);
  const [{ Palette: Part }] = await Promise.all([import('@/app/shell/palette/Palette'), ...texts]);
  return { Palette: Part };
}, 'Palette');
const Toasts = later(() => import('@/shared/ui/Toasts'), 'Toasts');
const KeysHelp = later(() => import('@/app/shell/KeysHelp'), 'KeysHelp');

/** Look and keys as the profile says, on every device. */
function useProfile(): void {
  const { preferences } = useMe();
  const { setColorScheme } = useMantineColorScheme();
  useEffect(() => applyPreferences(preferences, setColorScheme), [preferences, setColorScheme]);
}

function useShellKeys(open: (dialog: ShellDialog) => void): void {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { toggle } = useScheme();
  const mayCreate = useMay('ticket:create');
  const works = useMay('ticket:read_internal');
  const group = 'everywhere';
  useKeys([
    { keys: 'mod+k', group, label: t('keys.palette'), run: () => open('palette') },
    { keys: '?', group, label: t('keys.help'), run: () => open('keys') },
    ...(mayCreate
      ? [
          {
            keys: 'c',
            group,
            label: t('keys.create'),
            run: () => void navigate({ to: '/app/tickets/new' }),
          } as const,
        ]
      : []),
    {
      keys: 'g o',
      group,
      label: t('keys.goOverview'),
      run: () => void navigate({ to: '/app/overview' }),
    },
    {
      keys: 'g t',
      group,
      label: t('keys.goTickets'),
      run: () => void navigate({ to: '/app/tickets' }),
    },
    ...(works
      ? [
          {
            keys: 'g b',
            group,
            label: t('keys.goBoard'),
            run: () => void navigate({ to: '/app/board' }),
          } as const,
        ]
      : []),
    {
      keys: 'g s',
      group,
      label: t('keys.goSettings'),
      run: () => void navigate({ to: '/app/settings' }),
    },
    { keys: 'mod+j', group, label: t('keys.scheme'), run: toggle },
  ]);
}

/** Header, navigation and the one plane that carries the page. */
export function Shell() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { dialog, used, dialogs, close } = useDialog();

  useProfile();
  useShellKeys(dialogs.open);
  useEffect(() => startLive(queries), [queries]);

  return (
    <ShellDialogs value={dialogs}>
      <Toasts />
      <PhoneActions value={<PhoneButtons />}>
        <div className={classes.shell}>
          <a className={classes.skip} href="#content">
            {t('nav.skip')}
          </a>
          <Header onFind={() => dialogs.open('palette')} />
          <SideNav />
          <main id="content" className={classes.plane} tabIndex={-1}>
            <AwayBar />
            <div className={classes.work}>
              {/* The frame stands first; the first page is drawn into it in small pieces. */}
              <Soon>
                <Outlet />
              </Soon>
            </div>
          </main>
          <Soon>
            <BottomBar />
          </Soon>
          <Announcer />
        </div>
        {used.has('palette') ? <Palette opened={dialog === 'palette'} onClose={close} /> : null}
        {used.has('keys') ? <KeysHelp opened={dialog === 'keys'} onClose={close} /> : null}
      </PhoneActions>
    </ShellDialogs>
  );
}
