import { useSyncExternalStore } from 'react';

/** Whether the desk answers, and when it last did. */
export type Reach = { away: boolean; since: number };

const PROBE = '/ready';
const EVERY = 4000;
const LATEST = 8000;

let reach: Reach = { away: false, since: Date.now() };
let timer: number | undefined;
let asked: Promise<void> | undefined;
const listeners = new Set<() => void>();
const returns = new Set<() => void>();

function set(next: Reach): void {
  const changed = next.away !== reach.away;
  reach = next;
  if (changed) for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Something came from the desk. */
export function answered(): void {
  if (!reach.away) reach = { away: false, since: Date.now() };
}

async function answers(): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(LATEST);
    return (await fetch(PROBE, { cache: 'no-store', signal })).ok;
  } catch {
    return false;
  }
}

async function ask(): Promise<void> {
  window.clearTimeout(timer);
  const here = await answers();
  if (!here) {
    set({ away: true, since: reach.since });
    timer = window.setTimeout(() => void probe(), EVERY);
    return;
  }
  const wasAway = reach.away;
  set({ away: false, since: Date.now() });
  if (wasAway) for (const back of returns) back();
}

/** Ask the desk whether it is there; while it is not, ask again every few seconds. */
export function probe(): Promise<void> {
  asked ??= ask().finally(() => {
    asked = undefined;
  });
  return asked;
}

/** Hear that the desk answers again. */
export function onReturn(back: () => void): () => void {
  returns.add(back);
  return () => returns.delete(back);
}

export const isAway = (): boolean => reach.away;

/** Wait until the desk answers again. */
export function whenBack(): Promise<void> {
  return new Promise((done) => {
    const stop = onReturn(() => {
      stop();
      done();
    });
  });
}

export const useReach = (): Reach => useSyncExternalStore(subscribe, () => reach);
