import { useMediaQuery } from '@mantine/hooks';
import { Link, type LinkProps } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { AccountMenu } from '@/app/shell/AccountMenu';
import { useViewCounts } from '@/features/tickets/api/counts';
import { useMay } from '@/shared/api/me';
import { number } from '@/shared/lib/format';
import { Icon } from '@/shared/ui/Icon';
import { Soon } from '@/shared/ui/Soon';
import { Together } from '@/shared/ui/Together';

import { NavTip } from './NavTip';
import { PLACES, type Place, VIEWS } from './places';
import { SavedViews } from './SavedViews';
import classes from './SideNav.module.css';

type ItemProps = { place: Place; count?: number | undefined; iconsOnly: boolean };

function Item({ place, count, iconsOnly }: ItemProps) {
  const { t } = useTranslation();
  const { icon, link } = PLACES[place];
  const label = t(`nav.${place}`);
  return (
    <NavTip label={label} iconsOnly={iconsOnly}>
      <Link {...(link as LinkProps)} className={classes.item}>
        <Icon of={icon} />
        <span className="truncate">{label}</span>
        {count ? <span className={classes.count}>{number(count)}</span> : null}
      </Link>
    </NavTip>
  );
}

function Places() {
  const { t } = useTranslation();
  const counts = useViewCounts();
  const sees = useMay('stats:read');
  const works = useMay('ticket:read_internal');
  const reads = useMay('audit:read');
  const analyses = useMay('rca:read');
  const groups = useMay('cluster:read');
  const iconsOnly = useMediaQuery('(max-width: 1199px)') ?? false;
  return (
    <>
      {sees ? <Item place="overview" iconsOnly={iconsOnly} /> : null}
      <Item place="tickets" count={counts.open} iconsOnly={iconsOnly} />
      {works ? <Item place="board" iconsOnly={iconsOnly} /> : null}
      {works ? <Item place="projects" iconsOnly={iconsOnly} /> : null}
      {sees ? (
        <>
          <div className={classes.group}>{t('nav.views')}</div>
          {VIEWS.map((view) => (
            <Item key={view} place={view} count={counts[view]} iconsOnly={iconsOnly} />
          ))}
          <Together of={([kind]) => kind === 'views'}>
            <SavedViews iconsOnly={iconsOnly} />
            <div className={classes.group}>{t('nav.operations')}</div>
            <Item place="support" iconsOnly={iconsOnly} />
            {analyses ? <Item place="rca" iconsOnly={iconsOnly} /> : null}
            {groups ? <Item place="clusters" iconsOnly={iconsOnly} /> : null}
          </Together>
        </>
      ) : null}
      <span className={classes.space} />
      {reads ? <Item place="audit" iconsOnly={iconsOnly} /> : null}
      <Item place="settings" iconsOnly={iconsOnly} />
      <AccountMenu />
    </>
  );
}

/** The places of the desk. Only what works is here. */
export function SideNav() {
  const { t } = useTranslation();
  return (
    <nav className={classes.nav} aria-label={t('nav.label')}>
      <Soon>
        <Places />
      </Soon>
    </nav>
  );
}
