import { useTranslation } from 'react-i18next';

import { cx } from '@/shared/lib/cx';

import classes from './Skeleton.module.css';

/** The shape of what is coming; the class gives it its size. */
export function Skeleton({ className }: { className?: string | undefined }) {
  return <span className={cx(classes.skeleton, className)} aria-hidden="true" />;
}

const PLACES = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l'];

/** A list that is on its way. */
export function SkeletonRows({ count = 8 }: { count?: number }) {
  const { t } = useTranslation();
  return (
    <div className={classes.rows} role="status" aria-label={t('state.loading')}>
      {PLACES.slice(0, count).map((place) => (
        <div key={place} className={classes.row}>
          <Skeleton className={classes.box} />
          <Skeleton className={classes.short} />
          <Skeleton className={classes.long} />
          <Skeleton className={classes.end} />
        </div>
      ))}
    </div>
  );
}
