import { useTranslation } from 'react-i18next';

import type { Overview } from '@/features/overview/api/overview';
import { calendarDay } from '@/shared/lib/format';
import { Chart } from '@/shared/ui/Chart';

type Props = { series: Overview['series']; className?: string | undefined };

const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);

/** What came in and what went out, day by day. */
export function FlowChart({ series, className }: Props) {
  const { t } = useTranslation('overview');
  return (
    <Chart
      title={t('flow.title')}
      kind="bars"
      className={className}
      points={series.map(({ day, opened, resolved }) => ({
        label: calendarDay(day),
        opened,
        resolved,
      }))}
      series={[
        { key: 'opened', label: t('flow.opened'), role: 'thing' },
        { key: 'resolved', label: t('flow.resolved'), role: 'compared' },
      ]}
      totals={{
        opened: sum(series.map(({ opened }) => opened)),
        resolved: sum(series.map(({ resolved }) => resolved)),
      }}
    />
  );
}
