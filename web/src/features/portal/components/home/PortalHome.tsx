import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { cardsQuery, requestsQuery } from '@/features/portal/api/requests';
import classes from '@/features/portal/components/Portal.module.css';
import { PortalPage, PortalSection } from '@/features/portal/components/PortalPage';
import { firstName } from '@/features/portal/lib/words';
import { useMe } from '@/shared/api/me';
import { Loaded } from '@/shared/ui/Loaded';
import { SkeletonRows } from '@/shared/ui/Skeleton';
import { Empty } from '@/shared/ui/States';

import { Approvals } from './Approvals';
import { Ask } from './Ask';
import { CardGrid } from './CardGrid';
import { RequestList } from './RequestList';
import { WaitingList } from './WaitingList';

const SHOWN = 6;
const LATEST = 5;

function Common() {
  const { t } = useTranslation('portal');
  const { person } = useMe();
  const [all, setAll] = useState(false);
  const cards = useQuery(cardsQuery(person.id));
  const count = cards.data?.data.length ?? 0;
  return (
    <PortalSection
      title={t('home.common')}
      aside={
        count > SHOWN && !all ? (
          <button type="button" className={classes.link} onClick={() => setAll(true)}>
            {t('home.all', { count })}
          </button>
        ) : null
      }
    >
      <Loaded query={cards} skeleton={<SkeletonRows count={2} />}>
        {({ data }) => <CardGrid cards={all ? data : data.slice(0, SHOWN)} />}
      </Loaded>
    </PortalSection>
  );
}

function Mine() {
  const { t } = useTranslation('portal');
  const requests = useInfiniteQuery(requestsQuery('open', '', LATEST));
  const counts = requests.data?.pages[0]?.counts;
  const total = counts ? counts.open + counts.done : 0;
  return (
    <PortalSection
      title={t('home.mine')}
      aside={
        total > 0 ? <Link to="/portal/requests">{t('home.all', { count: total })}</Link> : null
      }
    >
      <Loaded query={requests} skeleton={<SkeletonRows count={3} />}>
        {({ pages }) => {
          const rows = pages[0]?.data ?? [];
          if (rows.length > 0) return <RequestList rows={rows} label={t('home.mine')} />;
          return (
            <div className={classes.box}>
              <Empty meaning="done" title={t('home.nothing')} why={t('home.nothingWhy')} />
            </div>
          );
        }}
      </Loaded>
    </PortalSection>
  );
}

/** The first page: one question, what is asked often, and what is under way. */
export function PortalHome() {
  const { t } = useTranslation('portal');
  const { person } = useMe();
  return (
    <PortalPage title={t('home.title', { name: firstName(person.name) })}>
      <Ask />
      <WaitingList />
      <Approvals />
      <Common />
      <Mine />
    </PortalPage>
  );
}
