import { useTranslation } from 'react-i18next';

import type { Overview } from '@/features/overview/api/overview';
import { calendarDay, number } from '@/shared/lib/format';
import { Card } from '@/shared/ui/Card';
import { Chart } from '@/shared/ui/Chart';

import classes from './OverviewPage.module.css';

type Props = { weeks: Overview['sla_weeks']; className?: string | undefined };

const STEP = 10;

/** The share of tickets that met their service level, week by week. */
export function SlaChart({ weeks, className }: Props) {
  const { t } = useTranslation('overview');
  const lowest = Math.min(...weeks.map(({ met }) => met));
  return (
    <Chart
      title={t('sla.title')}
      kind="line"
      className={className}
      meta={t('sla.weeks', { count: weeks.length })}
      points={weeks.map(({ week, met }) => ({ label: calendarDay(week), met }))}
      series={[{ key: 'met', label: t('sla.met'), role: 'thing' }]}
      range={[Math.max(0, Math.floor(lowest / STEP) * STEP - STEP), 100]}
      format={(value) => number(value, 1)}
    />
  );
}

/** Said once and quietly while no ticket has a service level. */
export function SlaEmpty() {
  const { t } = useTranslation('overview');
  return (
    <Card title={t('sla.title')}>
      <p className={classes.quiet}>{t('sla.empty')}</p>
    </Card>
  );
}
