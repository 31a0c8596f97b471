import { useTranslation } from 'react-i18next';

import { Skeleton } from '@/shared/ui/Skeleton';

import classes from './Board.module.css';

const COLUMNS = { a: 4, b: 3, c: 3, d: 2, e: 1 };

/** The places of the columns before the cards are there. */
export function BoardSkeleton() {
  const { t } = useTranslation();
  return (
    <div className={classes.skeleton} role="status" aria-label={t('state.loading')}>
      {Object.entries(COLUMNS).map(([key, cards]) => (
        <div key={key} className={classes.skeletonColumn}>
          <Skeleton className={classes.skeletonHead} />
          {['1', '2', '3', '4'].slice(0, cards).map((card) => (
            <Skeleton key={card} className={classes.skeletonCard} />
          ))}
        </div>
      ))}
    </div>
  );
}
