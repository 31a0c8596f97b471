import type { ClusterRun, Scope } from '@/features/clusters/api/clusters';

export type ScopeValues = {
  /** Days back from now; empty for any time. */
  days: string;
  connection: string | null;
  where: string;
};

export const PERIODS = ['7', '30', '90', '365'] as const;
export const emptyScope: ScopeValues = { days: '90', connection: null, where: '' };
const DAY = 86_400_000;

/** What is sent; what is left empty is not said. */
export function scopeOf(values: ScopeValues, now: number = Date.now()): Scope {
  const where = values.where.trim();
  return {
    ...(values.days
      ? { created_from: new Date(now - Number(values.days) * DAY).toISOString() }
      : {}),
    ...(values.connection ? { connection_id: values.connection } : {}),
    ...(where ? { filter: { where } } : {}),
  };
}

/** The condition of a search, if it has one. */
export function conditionOf({ scope }: ClusterRun): string {
  const { filter } = scope;
  if (typeof filter !== 'object' || filter === null) return '';
  return 'where' in filter && typeof filter.where === 'string' ? filter.where : '';
}

/** The search that a page shows: the one asked for, else the newest that is not called off. */
export function shownRun(
  runs: readonly ClusterRun[],
  { run, connection }: { run?: string | undefined; connection?: string | undefined },
): ClusterRun | undefined {
  const asked = runs.find(({ id }) => id === run);
  if (asked) return asked;
  const usable = runs.filter(
    (each) => each.state !== 'cancelled' && (!connection || each.connection?.id === connection),
  );
  return usable[0];
}
