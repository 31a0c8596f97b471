import { Button } from '@mantine/core';
import {
  IconAlertTriangle,
  IconCheck,
  IconClock,
  IconRefresh,
  IconSquare,
  IconX,
  type Icon as TablerIcon,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import type { Run } from '@/features/connections/api/types';
import { seconds } from '@/features/connections/lib/progress';
import { cx } from '@/shared/lib/cx';
import { number } from '@/shared/lib/format';
import { useNow } from '@/shared/lib/useNow';
import { Card } from '@/shared/ui/Card';
import { Icon } from '@/shared/ui/Icon';
import { RelativeTime } from '@/shared/ui/RelativeTime';
import { type Column, SettingsTable } from '@/shared/ui/SettingsTable';

import classes from './RunHistory.module.css';
import { useSpan } from './TimeLeft';

const ICONS: Record<Run['state'], TablerIcon> = {
  queued: IconClock,
  in_progress: IconRefresh,
  success: IconCheck,
  partial: IconAlertTriangle,
  failed: IconX,
  cancelled: IconSquare,
};

function Result({ run }: { run: Run }) {
  const { t } = useTranslation('connections');
  return (
    <span className={classes.result}>
      <span className={cx(classes.word, classes[run.state])}>
        <Icon of={ICONS[run.state]} size="xs" />
        {t(`run.${run.state}`)}
      </span>
      {run.error ? (
        <span className={classes.error}>
          {run.error} {run.fix}
        </span>
      ) : null}
    </span>
  );
}

function useColumns(onShowFailures: (run: Run) => void): Column<Run>[] {
  const { t } = useTranslation('connections');
  const span = useSpan();
  const now = useNow();
  return [
    {
      key: 'started',
      head: t('history.started'),
      cell: ({ created_at }) => <RelativeTime when={created_at} clock />,
    },
    {
      key: 'trigger',
      head: t('history.trigger'),
      drops: 'first',
      cell: ({ trigger, started_by_name }) =>
        [t(`trigger.${trigger}`), started_by_name].filter(Boolean).join(', '),
    },
    { key: 'result', head: t('history.result'), cell: (run) => <Result run={run} /> },
    {
      key: 'read',
      head: t('history.read'),
      end: true,
      cell: ({ read_count }) => number(read_count),
    },
    {
      key: 'written',
      head: t('history.written'),
      end: true,
      cell: ({ created_count, changed_count }) => number(created_count + changed_count),
    },
    {
      key: 'failed',
      head: t('history.failed'),
      end: true,
      cell: (run) =>
        run.failed_count === 0 ? (
          number(0)
        ) : (
          <Button
            size="xs"
            variant="subtle"
            aria-label={t('history.failuresLabel', { count: run.failed_count })}
            onClick={() => onShowFailures(run)}
          >
            {number(run.failed_count)}
          </Button>
        ),
    },
    {
      key: 'took',
      head: t('history.took'),
      end: true,
      drops: 'second',
      cell: ({ started_at, finished_at }) =>
        started_at ? span(seconds(started_at, finished_at, now)) : '',
    },
  ];
}

type Props = {
  runs: readonly Run[];
  total: number;
  onMore: (() => void) | undefined;
  onShowFailures: (run: Run) => void;
};

/** What imports did, the newest first. */
export function RunHistory({ runs, total, onMore, onShowFailures }: Props) {
  const { t } = useTranslation('connections');
  const columns = useColumns(onShowFailures);
  if (runs.length === 0) return null;
  return (
    <Card
      title={t('history.title')}
      flush
      action={
        onMore ? (
          <Button size="xs" variant="subtle" onClick={onMore}>
            {t('history.all', { count: total })}
          </Button>
        ) : undefined
      }
    >
      <div className={classes.table}>
        <SettingsTable
          label={t('history.title')}
          columns={columns}
          items={runs}
          itemKey={({ id }) => id}
        />
      </div>
    </Card>
  );
}
