import i18next from 'i18next';
import { describe, expect, it } from 'vitest';

import type { Overview } from '@/features/overview/api/overview';

import { type Kpi, kpisOf } from './kpis';

const day = (backlog: number, critical: number, resolution_hours: number | null) => ({
  day: '2026-11-20',
  opened: 0,
  resolved: 0,
  backlog,
  critical,
  resolution_hours,
});

const figures = {
  open: 52,
  in_progress: 80,
  critical: 1,
  urgent: 2,
  resolution_hours: 51.67,
  resolution_hours_before: 45.34,
  sla_compliance: null,
  since: '2026-11-07T00:00:00+00:00',
  resolved: 120,
  sla_counted: 80,
  series: [day(204, 2, 27.6), day(210, 3, null)],
  sla_weeks: [] as Overview['sla_weeks'],
};

function sentences(over: Partial<typeof figures> | Partial<Overview> = {}) {
  const kpis = kpisOf({ ...figures, ...over }, 14, i18next.getFixedT('en', 'overview'));
  const told = ({ value, unit, change, words }: Kpi) => ({
    number: [value, unit].filter(Boolean).join(' '),
    sentence: [change?.text, words].filter(Boolean).join(' '),
    meaning: change?.meaning,
  });
  return Object.fromEntries(kpis.map((kpi) => [kpi.key, told(kpi)]));
}

describe('the four numbers of the overview', () => {
  it('says how the backlog moved and what is in progress', () => {
    expect(sentences().open).toEqual({
      number: '52',
      sentence: '+6 unfinished today, 80 in progress',
      meaning: 'bad',
    });
  });

  it('calls a shrinking backlog good, and an equal one even', () => {
    const shrunk = sentences({ series: [day(9, 0, null), day(7, 0, null)] }).open;
    expect([shrunk?.sentence.slice(0, 2), shrunk?.meaning]).toEqual(['−2', 'good']);
    const same = sentences({ series: [day(9, 0, null), day(9, 0, null)] }).open;
    expect([same?.sentence.slice(0, 2), same?.meaning]).toEqual(['0 ', 'even']);
  });

  it('compares the resolution time with the days before', () => {
    expect(sentences().resolution).toEqual({
      number: '51.7 h',
      sentence: '+6.3 h over 120, against the 14 days before',
      meaning: 'bad',
    });
  });

  it('compares with nothing when there is nothing to compare with', () => {
    expect(sentences({ resolution_hours_before: null }).resolution?.sentence).toBe(
      'over 120 resolved in the last 14 days',
    );
    expect(sentences({ resolution_hours: null }).resolution).toEqual({
      number: '–',
      sentence: 'Nothing resolved in the last 14 days',
      meaning: undefined,
    });
  });

  it('leads to the very tickets that were averaged', () => {
    const [, resolution, sla] = kpisOf({ ...figures }, 14, i18next.getFixedT('en', 'overview'));
    const since = 'resolved_at >= 2026-11-07T00:00:00+00:00';
    expect(resolution?.link.search).toEqual({ status: 'any', where: since, sort: 'updated' });
    expect(sla?.link.search).toMatchObject({ where: `${since} and sla_met is not empty` });
  });

  it('admits that there are no service levels', () => {
    expect(sentences().sla).toEqual({
      number: '–',
      sentence: 'No service levels yet',
      meaning: undefined,
    });
  });

  it('calls more compliance good', () => {
    const weeks = [
      { week: '2026-11-09', met: 93.4 },
      { week: '2026-11-16', met: 94.2 },
    ];
    expect(sentences({ sla_compliance: 94.2, sla_weeks: weeks }).sla).toEqual({
      number: '94.2 %',
      sentence: '+0.8 points in a week, over 80 of 14 days',
      meaning: 'good',
    });
  });

  it('counts critical and urgent together and says both', () => {
    expect(sentences().critical).toEqual({
      number: '3',
      sentence: '+1 since yesterday, 1 critical and 2 urgent',
      meaning: 'bad',
    });
  });
});
