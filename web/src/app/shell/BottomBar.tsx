import {
  IconHome,
  IconMenu2,
  IconSearch,
  IconTicket,
  IconUser,
  type Icon as TablerIcon,
} from '@tabler/icons-react';
import { Link, type LinkProps } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useShellDialogs } from '@/app/shell/dialogs';
import { PLACES, type Place } from '@/app/shell/places';
import { useMay } from '@/shared/api/me';
import { Icon } from '@/shared/ui/Icon';
import { later } from '@/shared/ui/later';

import classes from './BottomBar.module.css';

function PlaceLink({ place, icon, label }: { place: Place; icon: TablerIcon; label: string }) {
  return (
    <Link {...(PLACES[place].link as LinkProps)} className={classes.place}>
      <Icon of={icon} size="l" />
      {label}
    </Link>
  );
}

const MoreDrawer = later(() => import('./MoreDrawer'), 'MoreDrawer');

/** Five places under the thumb. */
export function BottomBar() {
  const { t } = useTranslation();
  const { open } = useShellDialogs();
  const [more, setMore] = useState(false);
  const [used, setUsed] = useState(false);
  const showMore = () => {
    setUsed(true);
    setMore(true);
  };
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
      <button type="button" className={classes.place} onClick={showMore}>
        <Icon of={IconMenu2} size="l" />
        {t('nav.more')}
      </button>
      {used ? <MoreDrawer opened={more} onClose={() => setMore(false)} /> : null}
    </nav>
  );
}
