import type { Run } from '@/features/connections/api/types';

export const isRunning = ({ state }: Pick<Run, 'state'>) =>
  state === 'queued' || state === 'in_progress';

/** Seconds between two moments, or until now. */
export function seconds(from: string, to: string | null, now: number): number {
  const end = to ? Date.parse(to) : now;
  return Math.max(0, (end - Date.parse(from)) / 1000);
}

/** How much of a run is done, in percent; null while nobody knows how much there is. */
export function percent({ total, read_count }: Pick<Run, 'total' | 'read_count'>): number | null {
  if (total === null || total === 0) return null;
  return Math.min(100, Math.floor((read_count / total) * 100));
}
