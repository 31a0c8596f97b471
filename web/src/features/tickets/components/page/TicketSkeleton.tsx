import { useTranslation } from 'react-i18next';

import { Skeleton } from '@/shared/ui/Skeleton';

import classes from './TicketSkeleton.module.css';

/** The shape of a ticket that is on its way. */
export function TicketSkeleton() {
  const { t } = useTranslation();
  return (
    <div className={classes.page} role="status" aria-label={t('state.loading')}>
      <Skeleton className={classes.crumb} />
      <Skeleton className={classes.title} />
      <Skeleton className={classes.message} />
      <Skeleton className={classes.short} />
      <Skeleton className={classes.message} />
    </div>
  );
}
