import { ActionIcon } from '@mantine/core';
import { IconChartBar, IconTable } from '@tabler/icons-react';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { cx } from '@/shared/lib/cx';
import { number } from '@/shared/lib/format';

import { Card } from './Card';
import classes from './Chart.module.css';
import type { ChartProps, ChartSeries } from './chartTypes';
import { Icon } from './Icon';
import { Skeleton } from './Skeleton';

// The drawing library is large: it comes only with the first chart.
const Bars = lazy(() => import('./charts').then(({ Bars }) => ({ default: Bars })));
const Line = lazy(() => import('./charts').then(({ Line }) => ({ default: Line })));

type Props = ChartProps & {
  title: string;
  kind: 'bars' | 'line';
  meta?: ReactNode;
  /** Sums shown in the legend, by series key. */
  totals?: Record<string, number>;
  className?: string | undefined;
};

/** A chart in its card. The same numbers are one key away as a table. */
export function Chart({ title, kind, meta, totals, className, ...chart }: Props) {
  const { t } = useTranslation();
  const [asTable, setAsTable] = useState(false);
  const Drawing = kind === 'bars' ? Bars : Line;
  const switchLabel = t(asTable ? 'chart.asChart' : 'chart.asTable');
  return (
    <Card
      title={title}
      meta={meta}
      className={className}
      action={
        <>
          {chart.series.length > 1 || totals ? (
            <Legend series={chart.series} totals={totals} />
          ) : null}
          <ActionIcon
            size="xs"
            aria-label={`${switchLabel}: ${title}`}
            title={switchLabel}
            onClick={() => setAsTable(!asTable)}
          >
            <Icon of={asTable ? IconChartBar : IconTable} size="s" />
          </ActionIcon>
        </>
      }
    >
      {asTable ? (
        <ChartTable {...chart} label={title} />
      ) : (
        <Suspense fallback={<Skeleton className={classes.frame} />}>
          <div className={classes.frame} role="img" aria-label={title}>
            <Drawing {...chart} />
          </div>
        </Suspense>
      )}
    </Card>
  );
}

type LegendProps = { series: ChartSeries[]; totals: Record<string, number> | undefined };

function Legend({ series, totals }: LegendProps) {
  return (
    <span className={classes.legend}>
      {series.map(({ key, label, role }) => (
        <span key={key}>
          <span className={cx(classes.swatch, classes[role])} />
          {label}
          {totals?.[key] === undefined ? null : <span className="num">{number(totals[key])}</span>}
        </span>
      ))}
    </span>
  );
}

function ChartTable({ points, series, format, label }: ChartProps & { label: string }) {
  const { t } = useTranslation();
  const show = (value: string | number | undefined) =>
    typeof value === 'number' ? (format ?? number)(value) : (value ?? '');
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the keys
    <section className={classes.scroll} tabIndex={0} aria-label={label}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t('chart.period')}</th>
            {series.map((each) => (
              <th key={each.key} scope="col">
                {each.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {points.map((point) => (
            <tr key={point.label}>
              <td>{point.label}</td>
              {series.map((each) => (
                <td key={each.key}>{show(point[each.key])}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
