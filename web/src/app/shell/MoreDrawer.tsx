import { Drawer } from '@mantine/core';
import { IconLogout, IconUserCircle } from '@tabler/icons-react';
import { Link, type LinkProps } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { PLACES, type Place } from '@/app/shell/places';
import { useSignOut } from '@/app/shell/useSignOut';
import { useScheme } from '@/features/profile/api/useScheme';
import { useMay, useMe } from '@/shared/api/me';
import { SCHEMES } from '@/shared/lib/preferences';
import { Avatar } from '@/shared/ui/Avatar';
import { Icon } from '@/shared/ui/Icon';
import { Segmented } from '@/shared/ui/Segmented';

import classes from './BottomBar.module.css';

type Props = { opened: boolean; onClose: () => void };

function More({ onClose }: Pick<Props, 'onClose'>) {
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

/** All that has no place under the thumb. */
export function MoreDrawer({ opened, onClose }: Props) {
  const { t } = useTranslation();
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      position="bottom"
      size="auto"
      title={t('nav.more')}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <More onClose={onClose} />
    </Drawer>
  );
}
