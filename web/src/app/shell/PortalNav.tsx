import { IconHome, IconPlus, IconTicket, IconUser } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useMatch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { requestsQuery } from '@/features/portal/api/requests';
import { Icon } from '@/shared/ui/Icon';

import classes from './Portal.module.css';

/** How many requests wait for the person: the same question as on the first page. */
function Count() {
  const { t } = useTranslation('portal');
  const { data } = useInfiniteQuery(requestsQuery('open', '', 5));
  const count = data?.pages[0]?.counts.waiting_for_you ?? 0;
  if (count === 0) return null;
  return (
    <>
      <span className={classes.count} aria-hidden="true">
        {count}
      </span>
      <span className="unseen">{t('nav.waiting', { count })}</span>
    </>
  );
}

/** The places of the portal, at the top of a desk and at the bottom of a phone. */
export function PortalNav({ bottom = false }: { bottom?: boolean }) {
  const { t } = useTranslation('portal');
  const onRequest = useMatch({ from: '/portal/requests/$ref', shouldThrow: false }) !== undefined;
  // There the answer stands under the thumb.
  if (bottom && onRequest) return null;
  return (
    <nav className={bottom ? classes.bar : classes.places} aria-label={t('nav.label')}>
      <Link to="/portal" activeOptions={{ exact: true }} className={classes.place}>
        {bottom ? <Icon of={IconHome} size="l" /> : null}
        {t('nav.home')}
      </Link>
      <Link to="/portal/requests" className={classes.place}>
        {bottom ? <Icon of={IconTicket} size="l" /> : null}
        {t('nav.requests')}
        <Count />
      </Link>
      <Link to="/portal/new" className={classes.place}>
        {bottom ? <Icon of={IconPlus} size="l" /> : null}
        {t('nav.new')}
      </Link>
      {bottom ? (
        <Link to="/portal/profile" className={classes.place}>
          <Icon of={IconUser} size="l" />
          {t('nav.profile')}
        </Link>
      ) : null}
    </nav>
  );
}
