import { useTranslation } from 'react-i18next';

import { Skeleton } from '@/shared/ui/Skeleton';

import classes from './OverviewPage.module.css';

const CARDS = ['open', 'resolution', 'sla', 'critical'];

/** The places of the cards before the figures are there. */
export function OverviewSkeleton() {
  const { t } = useTranslation();
  return (
    <div className={classes.cards} role="status" aria-label={t('state.loading')}>
      {CARDS.map((card) => (
        <Skeleton key={card} className={classes.kpiShape} />
      ))}
      <Skeleton className={classes.wideShape} />
      <Skeleton className={classes.narrowShape} />
    </div>
  );
}
