import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { overviewQuery, REFRESH_MINUTES } from '@/features/overview/api/overview';
import { SPANS, type Span } from '@/features/overview/lib/search';
import { useMay, useMe } from '@/shared/api/me';
import { time } from '@/shared/lib/format';
import { Loaded } from '@/shared/ui/Loaded';
import { Page } from '@/shared/ui/Page';
import { PageHead } from '@/shared/ui/PageHead';
import { Segmented } from '@/shared/ui/Segmented';
import { NoPermission } from '@/shared/ui/States';

import { Figures } from './Figures';
import classes from './OverviewPage.module.css';
import { OverviewSkeleton } from './OverviewSkeleton';

type Props = {
  days: Span;
  onDays: (days: Span) => void;
  /** Stands between the head and the figures. */
  below?: ReactNode;
};

const browserZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The state of the desk on one page, fresh every two minutes and after every change. */
export function OverviewPage({ days, onDays, below }: Props) {
  const { t } = useTranslation(['overview', 'common']);
  const sees = useMay('stats:read');
  const { preferences } = useMe();
  const zone = preferences.timezone || browserZone();
  const query = useQuery({ ...overviewQuery(days, zone), enabled: sees });
  if (!sees) {
    return (
      <Page>
        <PageHead title={t('title')} />
        <NoPermission what={t('what')} right="stats:read" />
      </Page>
    );
  }
  return (
    <Page scrolls>
      <PageHead
        title={t('title')}
        meta={<span className={classes.scope}>{t('scope')}</span>}
        actions={
          <>
            {query.data ? (
              <span className={classes.updated} title={t('updatedTitle')}>
                {t('updated', { time: time(query.data.as_of), count: REFRESH_MINUTES })}
              </span>
            ) : null}
            <Segmented
              label={t('span')}
              value={String(days)}
              onChange={(value) => onDays(SPANS.find((span) => String(span) === value) ?? days)}
              segments={SPANS.map((span) => ({
                value: String(span),
                label: t('days', { count: span }),
              }))}
            />
          </>
        }
      />
      <div className={classes.below}>{below}</div>
      <Loaded query={query} skeleton={<OverviewSkeleton />} errorTitle={t('failed')}>
        {(data) => <Figures data={data} days={days} />}
      </Loaded>
    </Page>
  );
}
