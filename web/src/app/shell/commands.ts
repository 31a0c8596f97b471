import {
  type Icon,
  IconBolt,
  IconLogout,
  IconMoon,
  IconPlus,
  IconSearch,
} from '@tabler/icons-react';
import { type LinkProps, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { PLACES, type Place } from '@/app/shell/places';
import { useSettings } from '@/app/shell/settingsSections';
import { useSignOut } from '@/app/shell/useSignOut';
import { useMay } from '@/shared/api/me';
import { useBindings } from '@/shared/lib/keys';

export type Command = {
  id: string;
  group: 'page' | 'actions' | 'goTo';
  label: string;
  icon: Icon;
  /** The keys that do the same. */
  keys?: string;
  run: () => void;
};

/** Places that have a key: the key is shown beside the place. */
const GO = 'go.';
const ICONS: Record<string, Icon> = { create: IconPlus, scheme: IconMoon };
/** What makes no sense from within the palette. */
const LEFT_OUT = new Set(['palette']);

/** Everything that a key does here. */
function useKeyCommands(): readonly Command[] {
  return useBindings()
    .filter(({ id }) => !LEFT_OUT.has(id) && !id.startsWith(GO))
    .map(({ id, group, label, keys, run }) => ({
      id: `key.${id}`,
      group: group === 'everywhere' ? 'actions' : 'page',
      label,
      icon: ICONS[id] ?? IconBolt,
      run,
      ...(keys ? { keys } : {}),
    }));
}

/** Every page of the desk that this person may open. */
function usePlaceCommands(): readonly Command[] {
  const { t } = useTranslation(['common', 'settings']);
  const navigate = useNavigate();
  const bindings = useBindings();
  const sees = useMay('stats:read');
  const reads = useMay('audit:read');
  const go = (link: LinkProps) => () => void navigate(link);
  const keysOf = (place: string) => bindings.find(({ id }) => id === GO + place)?.keys;
  const places = (Object.keys(PLACES) as Place[]).filter(
    (place) =>
      (place !== 'audit' || reads) && (sees || place === 'tickets' || place === 'settings'),
  );
  return [
    ...places.map((place): Command => {
      const keys = keysOf(place);
      return {
        id: `place.${place}`,
        group: 'goTo',
        label: t(`nav.${place}`),
        icon: PLACES[place].icon,
        run: go(PLACES[place].link as LinkProps),
        ...(keys ? { keys } : {}),
      };
    }),
    ...useSettings()
      .flatMap(({ sections }) => sections)
      .map(
        ({ key, icon, link }): Command => ({
          id: `settings.${key}`,
          group: 'goTo',
          label: `${t('nav.settings')}: ${t(`settings:section.${key}`)}`,
          icon,
          run: go(link),
        }),
      ),
  ];
}

/** What the palette can do and where it can go. */
export function useCommands(): readonly Command[] {
  const { t } = useTranslation();
  const signOut = useSignOut();
  const keyed = useKeyCommands();
  const places = usePlaceCommands();
  return [
    ...keyed,
    {
      id: 'signOut',
      group: 'actions',
      label: t('nav.signOut'),
      icon: IconLogout,
      run: () => void signOut(),
    },
    ...places,
  ];
}

/** The way from the palette to all results. */
export function allResults(label: string, run: () => void): Command {
  return { id: 'all', group: 'goTo', label, icon: IconSearch, run };
}
