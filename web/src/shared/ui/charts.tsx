import '@mantine/charts/styles.layer.css';

import { BarChart, LineChart } from '@mantine/charts';

import classes from './charts.module.css';
import type { ChartProps, ChartSeries } from './chartTypes';

const COLORS = { thing: 'var(--dp-accent-fill)', compared: 'var(--dp-line-2)' };

/** Room for the uppermost figure, half of which stands above its line. */
const MARGIN = { top: 12, right: 5, bottom: 5, left: 5 };

const toSeries = ({ key, label, role }: ChartSeries) => ({
  name: key,
  label,
  color: COLORS[role],
});

function common({ points, series, target, range, format }: ChartProps) {
  return {
    className: classes.chart ?? '',
    data: points,
    dataKey: 'label',
    series: series.map(toSeries),
    gridAxis: 'x' as const,
    tickLine: 'none' as const,
    strokeDasharray: 0,
    gridColor: 'var(--dp-line)',
    textColor: 'var(--dp-ink-3)',
    xAxisProps: { interval: 'preserveStartEnd' as const, minTickGap: 24, tickMargin: 6 },
    yAxisProps: { width: 36, tickCount: 5, ...(range ? { domain: range } : {}) },
    ...(format ? { valueFormatter: format } : {}),
    ...(target
      ? {
          referenceLines: [
            {
              y: target.value,
              label: target.label,
              labelPosition: 'insideBottomRight' as const,
              color: 'var(--dp-ink-3)',
              strokeDasharray: '3 3',
            },
          ],
        }
      : {}),
  };
}

export function Bars(props: ChartProps) {
  return (
    <BarChart
      {...common(props)}
      maxBarWidth={14}
      barProps={{ radius: 2, isAnimationActive: false }}
      barChartProps={{ barGap: 2, margin: MARGIN }}
    />
  );
}

export function Line(props: ChartProps) {
  return (
    <LineChart
      {...common(props)}
      curveType="linear"
      strokeWidth={2}
      withDots={false}
      lineChartProps={{ margin: MARGIN }}
      lineProps={{ isAnimationActive: false }}
    />
  );
}
