import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { budgetQuery } from '@/features/connections/api/connections';
import { number } from '@/shared/lib/format';
import { Card } from '@/shared/ui/Card';
import { ProgressBar } from '@/shared/ui/ProgressBar';
import { RelativeTime } from '@/shared/ui/RelativeTime';

import classes from './Facts.module.css';

/** How much of what may be asked of the vendor is used up, and when there is more. Nobody is asked for it. */
export function Budget({ id }: { id: string }) {
  const { t } = useTranslation('connections');
  const { data } = useQuery(budgetQuery(id));
  if (!data) return null;
  const { calls, used, seconds: span } = data;
  const words = { used: number(used), calls: number(calls) };
  const until = data.rescheduled_until ?? data.paused_until;
  return (
    <Card
      title={t('budget.title')}
      action={
        <span className="muted">{t(span >= 3600 ? 'budget.hour' : 'budget.minute', words)}</span>
      }
    >
      <ProgressBar label={t('budget.title')} value={(used / calls) * 100} size="sm" />
      {until ? (
        <p className={classes.error}>
          {t(data.rescheduled_until ? 'budget.rescheduled' : 'budget.paused')}{' '}
          <RelativeTime when={until} clock />
        </p>
      ) : null}
      {data.full_at ? (
        <p className={classes.hint}>
          {t('budget.full')} <RelativeTime when={data.full_at} clock />
        </p>
      ) : null}
      {data.vendor_limit !== null && data.vendor_left !== null ? (
        <p className={classes.hint}>
          {t('budget.vendor', {
            left: number(data.vendor_left),
            limit: number(data.vendor_limit),
          })}
        </p>
      ) : null}
      <p className={classes.hint}>{t('budget.hint')}</p>
    </Card>
  );
}
