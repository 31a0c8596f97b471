import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import classes from '@/features/tickets/components/change/change.module.css';

type Props = { theirs: string; onTheirs: () => void; onMerge: () => void; onMine: () => void };

/** Somebody else changed the text that is being written here. */
export function ChangedMeanwhile({ theirs, onTheirs, onMerge, onMine }: Props) {
  const { t } = useTranslation('together');
  return (
    <div className={classes.warning} role="status">
      <b>{t('both.changedByOther')}</b>
      <div className={classes.theirs}>{theirs}</div>
      <div className={classes.actions}>
        <Button size="xs" onClick={onMine}>
          {t('both.mine')}
        </Button>
        <Button size="xs" onClick={onMerge}>
          {t('both.merge')}
        </Button>
        <Button size="xs" onClick={onTheirs}>
          {t('both.theirs')}
        </Button>
      </div>
    </div>
  );
}
