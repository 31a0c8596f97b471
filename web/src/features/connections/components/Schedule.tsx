import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { useSchedule } from '@/features/connections/api/connections';
import type { Connection } from '@/features/connections/api/types';
import { useMay } from '@/shared/api/me';
import { Card } from '@/shared/ui/Card';
import { RelativeTime } from '@/shared/ui/RelativeTime';
import { toastFailed } from '@/shared/ui/toast';

import classes from './Facts.module.css';

const OFF = 'off';
const USUAL = [15, 30, 60, 120, 360, 720, 1440];
const HOUR = 60;

/** Imports that begin by themselves: how often, and when the next one does. Off unless somebody says so. */
export function Schedule({ connection, works }: { connection: Connection; works: boolean }) {
  const { t } = useTranslation('connections');
  const mayWrite = useMay('connection:write');
  const schedule = useSchedule(connection.id);
  const { sync_every_minutes: every, next_sync_at: next } = connection;
  const word = (minutes: number) =>
    minutes % HOUR === 0
      ? t('schedule.hours', { count: minutes / HOUR })
      : t('schedule.minutes', { count: minutes });
  const choices = [...new Set([...USUAL, ...(every ? [every] : [])])].sort((a, b) => a - b);
  const shown = schedule.isPending ? schedule.variables : every;
  return (
    <Card title={t('schedule.title')}>
      <Select
        aria-label={t('schedule.title')}
        data={[
          { value: OFF, label: t('schedule.off') },
          ...choices.map((minutes) => ({ value: String(minutes), label: word(minutes) })),
        ]}
        value={shown ? String(shown) : OFF}
        allowDeselect={false}
        disabled={!mayWrite || schedule.isPending}
        onChange={(value) =>
          schedule.mutate(value === null || value === OFF ? null : Number(value), {
            onError: (error) => toastFailed(error),
          })
        }
      />
      {every && next && works && connection.status === 'idle' ? (
        <p className={classes.hint}>
          {t('schedule.next')} <RelativeTime when={next} clock />
        </p>
      ) : null}
      {every && !works ? <p className={classes.error}>{t('schedule.waits')}</p> : null}
      <p className={classes.hint}>{t('schedule.hint')}</p>
    </Card>
  );
}
