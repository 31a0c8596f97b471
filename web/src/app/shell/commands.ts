import { useMantineColorScheme } from '@mantine/core';
import {
  type Icon,
  IconKeyboard,
  IconMoon,
  IconPlus,
  IconSearch,
  IconSettings,
} from '@tabler/icons-react';
import { type LinkProps, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { useShellDialogs } from '@/app/shell/dialogs';
import { PLACES, type Place } from '@/app/shell/places';
import { useMay } from '@/shared/api/me';

export type Command = {
  id: string;
  group: 'actions' | 'goTo';
  label: string;
  icon: Icon;
  keys?: string;
  run: () => void;
};

const KEYS: Partial<Record<Place, string>> = {
  overview: 'g o',
  tickets: 'g t',
  settings: 'g s',
};

/** What the palette can do and where it can go. */
export function useCommands(): readonly Command[] {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { open } = useShellDialogs();
  const { toggleColorScheme } = useMantineColorScheme();
  const mayCreate = useMay('ticket:create');
  const go = (link: LinkProps) => void navigate(link);

  const places = (Object.keys(PLACES) as Place[]).map(
    (place): Command => ({
      id: place,
      group: 'goTo',
      label: t(`nav.${place}`),
      icon: PLACES[place].icon,
      run: () => go(PLACES[place].link as LinkProps),
      ...(KEYS[place] ? { keys: KEYS[place] } : {}),
    }),
  );
  const create: Command = {
    id: 'create',
    group: 'actions',
    label: t('nav.newTicket'),
    icon: IconPlus,
    keys: 'c',
    run: () => go({ to: '/app/tickets/new' }),
  };
  return [
    ...(mayCreate ? [create] : []),
    {
      id: 'scheme',
      group: 'actions',
      label: t('keys.scheme'),
      icon: IconMoon,
      keys: 'mod+j',
      run: toggleColorScheme,
    },
    {
      id: 'keys',
      group: 'actions',
      label: t('nav.keys'),
      icon: IconKeyboard,
      keys: '?',
      run: () => open('keys'),
    },
    ...places,
    {
      id: 'profile',
      group: 'goTo',
      label: t('nav.profile'),
      icon: IconSettings,
      run: () => go({ to: '/app/settings/profile' }),
    },
  ];
}

/** The way from the palette to all results. */
export function allResults(label: string, run: () => void): Command {
  return { id: 'all', group: 'goTo', label, icon: IconSearch, run };
}
