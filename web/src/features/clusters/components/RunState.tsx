import { Button, Loader } from '@mantine/core';
import { IconPlayerStop } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import { type ClusterRun, isUnfinished, useCancelRun } from '@/features/clusters/api/clusters';
import { useMay } from '@/shared/api/me';
import { Icon } from '@/shared/ui/Icon';
import { Empty } from '@/shared/ui/States';
import { toastFailed } from '@/shared/ui/toast';

import classes from './Clusters.module.css';

function Going({ run }: { run: ClusterRun }) {
  const { t } = useTranslation('clusters');
  const cancel = useCancelRun();
  const mayRun = useMay('cluster:run');
  return (
    <div className={classes.waiting} role="status">
      <Loader size="xs" />
      <span className={classes.grow}>
        {run.tickets > 0 ? t('going.count', { count: run.tickets }) : t('going.start')}
      </span>
      {mayRun ? (
        <Button
          size="xs"
          leftSection={<Icon of={IconPlayerStop} size="s" />}
          loading={cancel.isPending}
          onClick={() => cancel.mutate(run.id, { onError: (error) => toastFailed(error) })}
        >
          {t('going.cancel')}
        </Button>
      ) : null}
    </div>
  );
}

/** What there is instead of clusters: a search under way, one that failed, or one that found none. */
export function RunState({ run }: { run: ClusterRun }) {
  const { t } = useTranslation('clusters');
  if (isUnfinished(run)) return <Going run={run} />;
  if (run.state === 'failed')
    return <Empty meaning="failed" title={t('failed.title')} why={run.error} />;
  if (run.state === 'cancelled')
    return <Empty meaning="filtered" title={t('cancelled.title')} why={t('cancelled.why')} />;
  return <Empty meaning="filtered" title={t('none.title')} why={t('none.why')} />;
}
