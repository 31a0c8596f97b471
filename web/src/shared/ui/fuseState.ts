const MINUTE = 60_000;

export type Clock = {
  /** When the target must be reached. */
  dueAt: string | null;
  /** When the clock started. */
  startedAt: string;
  /** Why the clock stands still. */
  pausedFor?: string | null | undefined;
  /** Set once the clock has ended: whether the target was met. */
  met?: boolean | null | undefined;
};

export type FuseState =
  | { kind: 'none' }
  | { kind: 'met' }
  | { kind: 'missed' }
  | { kind: 'paused'; cause: string }
  | { kind: 'calm' | 'soon' | 'late'; left: number; burnt: number };

/** Green, amber below half, red below a fifth, below 30 minutes, or over. */
export function fuseState(clock: Clock, now: number): FuseState {
  if (clock.met !== null && clock.met !== undefined) return { kind: clock.met ? 'met' : 'missed' };
  if (clock.pausedFor) return { kind: 'paused', cause: clock.pausedFor };
  if (!clock.dueAt) return { kind: 'none' };
  const due = Date.parse(clock.dueAt);
  const whole = Math.max(1, due - Date.parse(clock.startedAt));
  const left = due - now;
  const share = left / whole;
  const burnt = Math.min(1, Math.max(0, 1 - share));
  if (left < 30 * MINUTE || share < 0.2) return { kind: 'late', left, burnt };
  return { kind: share < 0.5 ? 'soon' : 'calm', left, burnt };
}
