import { Drawer } from '@mantine/core';
import {
  IconHome,
  IconLogout,
  IconMenu2,
  IconSearch,
  IconTicket,
  IconUser,
  IconUserCircle,
  type Icon as TablerIcon,
} from '@tabler/icons-react';
import { Link, type LinkProps } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useShellDialogs } from '@/app/shell/dialogs';
import { PLACES, type Place } from '@/app/shell/places';
import { useSignOut } from '@/app/shell/useSignOut';
import { useScheme } from '@/features/profile/api/useScheme';
import { useMay, useMe } from '@/shared/api/me';
import { SCHEMES } from '@/shared/lib/preferences';
import { Avatar } from '@/shared/ui/Avatar';
import { Icon } from '@/shared/ui/Icon';
import { Segmented } from '@/shared/ui/Segmented';

import classes from './BottomBar.module.css';

function PlaceLink({ place, icon, label }: { place: Place; icon: TablerIcon; label: string }) {
  return (
    <Link {...(PLACES[place].link as LinkProps)} className={classes.place}>
      <Icon of={icon} size="l" />
      {label}
    </Link>
  );
}

function More({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const { person } = useMe();
  const signOut = useSignOut();
  const sees = useMay('stats:read');
  const { scheme, choose } = useScheme();
  const places: Place[] = sees
    ? ['board', 'support', 'unassigned', 'waiting', 'settings']
    : ['settings'];
  return (
    <div className={classes.more}>
      <div className={classes.person}>
        <Avatar name={person.name} size="large" decorative />
        <span>
          <b>{person.name}</b>
          <br />
          <span className="muted">{person.email}</span>
        </span>
      </div>
      {places.map((place) => (
        <Link
          key={place}
          {...(PLACES[place].link as LinkProps)}
          className={classes.moreItem}
          onClick={onClose}
        >
          <Icon of={PLACES[place].icon} size="l" />
          {t(`nav.${place}`)}
        </Link>
      ))}
      <Link to="/app/settings/profile" className={classes.moreItem} onClick={onClose}>
        <Icon of={IconUserCircle} size="l" />
        {t('nav.profile')}
      </Link>
      <button type="button" className={classes.moreItem} onClick={() => void signOut()}>
        <Icon of={IconLogout} size="l" />
        {t('nav.signOut')}
      </button>
      <div className={classes.scheme}>
        <Segmented
          fullWidth
          label={t('nav.scheme')}
          value={scheme}
          onChange={choose}
          segments={SCHEMES.map((value) => ({ value, label: t(`nav.${value}`) }))}
        />
      </div>
    </div>
  );
}

/** Five places under the thumb. */
export function BottomBar() {
  const { t } = useTranslation();
  const { open } = useShellDialogs();
  const [more, setMore] = useState(false);
  const sees = useMay('stats:read');
  return (
    <nav className={classes.bar} aria-label={t('nav.label')}>
      {sees ? <PlaceLink place="overview" icon={IconHome} label={t('nav.home')} /> : null}
      <PlaceLink place="tickets" icon={IconTicket} label={t('nav.tickets')} />
      {sees ? <PlaceLink place="mine" icon={IconUser} label={t('nav.myWork')} /> : null}
      <button type="button" className={classes.place} onClick={() => open('palette')}>
        <Icon of={IconSearch} size="l" />
        {t('nav.searchShort')}
      </button>
      <button type="button" className={classes.place} onClick={() => setMore(true)}>
        <Icon of={IconMenu2} size="l" />
        {t('nav.more')}
      </button>
      <Drawer
        opened={more}
        onClose={() => setMore(false)}
        position="bottom"
        size="auto"
        title={t('nav.more')}
        closeButtonProps={{ 'aria-label': t('action.close') }}
      >
        <More onClose={() => setMore(false)} />
      </Drawer>
    </nav>
  );
}
