import type { LinkProps } from '@tanstack/react-router';
import type { TFunction } from 'i18next';

import type { Overview } from '@/features/overview/api/overview';
import { number, signed } from '@/shared/lib/format';

export type Kpi = {
  key: 'open' | 'resolution' | 'sla' | 'critical';
  label: string;
  value: string;
  unit?: string;
  /** The signed number in front of the words. */
  change?: { text: string; meaning: 'good' | 'bad' | 'even' };
  words: string;
  spark: readonly number[];
  sparkTone?: 'bad';
  link: LinkProps;
};

type Words = TFunction<'overview'>;
type Figures = Pick<
  Overview,
  | 'open'
  | 'in_progress'
  | 'critical'
  | 'urgent'
  | 'resolution_hours'
  | 'resolution_hours_before'
  | 'sla_compliance'
  | 'series'
  | 'since'
  | 'resolved'
  | 'sla_counted'
  | 'sla_weeks'
>;

const NONE = '–';

/** Everything counted here is better when there is less of it, unless `more` is said to be good. */
function changeOf(by: number, { fraction = 0, more = 'bad' as 'good' | 'bad' } = {}) {
  const text = signed(Number(by.toFixed(fraction)), fraction);
  const less = more === 'bad' ? 'good' : 'bad';
  if (Number(by.toFixed(fraction)) === 0) return { text, meaning: 'even' } as const;
  return { text, meaning: by > 0 ? more : less } as const;
}

const filled = (values: readonly (number | null | undefined)[]) =>
  values.filter((value) => value !== null && value !== undefined);

/** How much the last value differs from the one before it. */
function step(values: readonly number[]): number | undefined {
  const [before, last] = values.slice(-2);
  return before === undefined || last === undefined ? undefined : last - before;
}

const stepChange = (values: readonly number[]) => {
  const by = step(values);
  return by === undefined ? {} : { change: changeOf(by) };
};

function openKpi({ open, in_progress, series }: Figures, t: Words): Kpi {
  const backlog = series.map((day) => day.backlog);
  return {
    key: 'open',
    label: t('kpi.open'),
    value: number(open),
    ...stepChange(backlog),
    words: t('kpi.openWords', { working: number(in_progress) }),
    spark: backlog,
    link: { to: '/app/tickets', search: { status: 'new,open' } },
  };
}

/** Every ticket behind the average, whatever became of it since. */
const resolvedSince = (since: string, and = ''): LinkProps => ({
  to: '/app/tickets',
  search: { status: 'any', where: `resolved_at >= ${since}${and}`, sort: 'updated' },
});

function resolutionKpi(figures: Figures, days: number, t: Words): Kpi {
  const { resolution_hours: now, resolution_hours_before: before, series } = figures;
  const resolved = number(figures.resolved);
  const base = {
    key: 'resolution',
    label: t('kpi.resolution'),
    spark: filled(series.map((day) => day.resolution_hours)),
    link: resolvedSince(figures.since),
  } as const;
  if (typeof now !== 'number') {
    return { ...base, value: NONE, words: t('kpi.noneResolved', { count: days }) };
  }
  const told = { ...base, value: number(now, 1), unit: t('kpi.hours') };
  if (typeof before !== 'number') {
    return { ...told, words: t('kpi.resolutionAlone', { count: days, resolved }) };
  }
  return {
    ...told,
    change: withUnit(changeOf(now - before, { fraction: 1 }), t('kpi.hours')),
    words: t('kpi.resolutionWords', { count: days, resolved }),
  };
}

const withUnit = (change: ReturnType<typeof changeOf>, unit: string) => ({
  ...change,
  text: `${change.text} ${unit}`,
});

function slaKpi(figures: Figures, days: number, t: Words): Kpi {
  const { sla_compliance, sla_weeks, since, sla_counted } = figures;
  const weeks = sla_weeks.map(({ met }) => met);
  const base = {
    key: 'sla',
    label: t('kpi.sla'),
    spark: weeks,
    link: resolvedSince(since, ' and sla_met is not empty'),
  } as const;
  if (typeof sla_compliance !== 'number') {
    return { ...base, value: NONE, words: t('kpi.noSla') };
  }
  const by = step(weeks);
  return {
    ...base,
    value: number(sla_compliance, 1),
    unit: '%',
    ...(by === undefined ? {} : { change: changeOf(by, { fraction: 1, more: 'good' }) }),
    words: t(by === undefined ? 'kpi.slaAlone' : 'kpi.slaWords', {
      count: days,
      counted: number(sla_counted),
    }),
  };
}

function criticalKpi({ critical, urgent, series }: Figures, t: Words): Kpi {
  const pressing = series.map((day) => day.critical);
  return {
    key: 'critical',
    label: t('kpi.critical'),
    value: number(critical + urgent),
    ...stepChange(pressing),
    words: t('kpi.criticalWords', { critical: number(critical), urgent: number(urgent) }),
    spark: pressing,
    ...(critical + urgent > 0 ? { sparkTone: 'bad' } : {}),
    link: { to: '/app/tickets', search: { priority: 'critical,urgent' } },
  };
}

/** The four numbers of the overview, each with its shape, its sentence and the list behind it. */
export const kpisOf = (figures: Figures, days: number, t: Words): readonly Kpi[] => [
  openKpi(figures, t),
  resolutionKpi(figures, days, t),
  slaKpi(figures, days, t),
  criticalKpi(figures, t),
];
