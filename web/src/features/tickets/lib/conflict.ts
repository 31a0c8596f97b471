import { asProblem } from '@/shared/api/problem';

/** Whether the server refused because the change was prepared on an older version. */
export function isStale(error: unknown): boolean {
  const { status, extra } = asProblem(error);
  return status === 412 || (status === 409 && typeof extra.current_version === 'number');
}

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

type Fields = Readonly<Record<string, unknown>>;

/**
 * What a stale change has to do with what came between: nothing (`free`, it can simply be sent
 * again), the same (`agreed`), or a clash over these fields.
 */
export function compare(before: Fields, now: Fields, wanted: Fields): 'free' | 'agreed' | string[] {
  const names = Object.keys(wanted);
  const touched = names.filter((name) => !same(before[name], now[name]));
  if (touched.length === 0) return 'free';
  const clashing = touched.filter((name) => !same(now[name], wanted[name]));
  return clashing.length > 0 ? clashing : 'agreed';
}
