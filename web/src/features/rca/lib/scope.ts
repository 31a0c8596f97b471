import type { Scope } from '@/features/rca/api/jobs';

export type ScopeValues = {
  title: string;
  /** Hours back from now; empty for any time. */
  period: string;
  category: string | null;
  team: string | null;
  item: string | null;
  where: string;
  tickets: string;
};

export const PERIODS = ['24', '72', '168', '336', '720'] as const;
export const emptyScope: ScopeValues = {
  title: '',
  period: '168',
  category: null,
  team: null,
  item: null,
  where: '',
  tickets: '',
};
const HOUR = 3_600_000;

/** Numbers as people list them: with commas, spaces or on lines of their own. */
export const numbersIn = (text: string): string[] => [
  ...new Set(text.split(/[\s,;]+/).filter(Boolean)),
];

/** What is sent: tickets that are named need no time. */
export function scopeOf(values: ScopeValues, now: number = Date.now()): Scope {
  const tickets = numbersIn(values.tickets);
  const where = values.where.trim();
  const filter = {
    ...(values.category ? { category: [values.category] } : {}),
    ...(values.team ? { team: [values.team] } : {}),
    ...(where ? { where } : {}),
  };
  const timed = values.period !== '' && tickets.length === 0;
  return {
    ...(timed ? { created_from: new Date(now - Number(values.period) * HOUR).toISOString() } : {}),
    ...(Object.keys(filter).length > 0 ? { filter } : {}),
    ...(values.item ? { item_ids: [values.item] } : {}),
    ...(tickets.length > 0 ? { tickets } : {}),
  };
}
