import type { QueryClient, QueryKey } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';

import { type LiveEvent, type LiveState, listen } from '@/shared/api/liveSource';
import { onReturn, probe } from '@/shared/api/reach';

type Translate = (event: LiveEvent) => readonly QueryKey[];
type Listener = (event: LiveEvent) => void;

const COALESCE = 1000;
const RECALL = 60_000;

const translations = new Set<Translate>();
const listeners = new Set<Listener>();
const missedListeners = new Set<Listener>();
let lately: { at: number; event: LiveEvent }[] = [];
const stateListeners = new Set<() => void>();
let state: LiveState = 'connecting';

function setState(next: LiveState): void {
  if (next === state) return;
  if (state === 'open') void probe();
  state = next;
  for (const listener of stateListeners) listener();
}

function subscribeState(listener: () => void): () => void {
  stateListeners.add(listener);
  return () => stateListeners.delete(listener);
}

/** A feature says which of its queries an event makes old. Call it once, at module level. */
export function translateLive(translate: Translate): void {
  translations.add(translate);
}

/**
 * Hear single events, for what is more than a refetch ("3 new", a tinted row). With `missed` also those that
 * happened after the page was read and before the stream stood: for what is kept fresh by its events alone.
 */
export function onLive(listener: Listener, { missed = false } = {}): () => void {
  const sets = missed ? [listeners, missedListeners] : [listeners];
  for (const set of sets) set.add(listener);
  return () => {
    for (const set of sets) set.delete(listener);
  };
}

function remember(event: LiveEvent): void {
  const at = Date.now();
  lately = lately.filter((each) => each.at >= at - RECALL);
  lately.push({ at, event });
}

/** What was heard since a moment of the last minute, for what was read before it began to listen. */
export const heardSince = (moment: number): LiveEvent[] =>
  lately.flatMap(({ at, event }) => (at >= moment ? [event] : []));

export function useLiveState(): LiveState {
  return useSyncExternalStore(subscribeState, () => state);
}

/**
 * Make queries old. One that is on its way for the first time is not begun anew by this, and what it brings may have
 * been read before the change: it is read again when it has come.
 */
function readAgain(
  queries: QueryClient,
  filters: { queryKey: QueryKey } | { refetchType: 'active' },
) {
  const coming = queries.getQueryCache().findAll({
    ...('queryKey' in filters ? filters : {}),
    type: 'active',
    fetchStatus: 'fetching',
    predicate: ({ state }) => state.data === undefined,
  });
  void queries.invalidateQueries(filters);
  for (const { promise, queryKey } of coming) {
    const again = () => void queries.invalidateQueries({ queryKey, exact: true });
    promise?.then(again, () => undefined);
  }
}

/** Collects what bursts of events make old and invalidates it once a second. */
function coalescer(queries: QueryClient) {
  const waiting = new Map<string, QueryKey>();
  let timer: number | undefined;
  const flush = () => {
    timer = undefined;
    const keys = [...waiting.values()];
    waiting.clear();
    for (const queryKey of keys) readAgain(queries, { queryKey });
  };
  /** Only makes old what is on the screen. */
  const age = (event: LiveEvent) => {
    for (const translate of translations) {
      for (const key of translate(event)) waiting.set(JSON.stringify(key), key);
    }
    if (waiting.size > 0) timer ??= window.setTimeout(flush, COALESCE);
  };
  return {
    age,
    take(event: LiveEvent) {
      remember(event);
      for (const listener of listeners) listener(event);
      age(event);
    },
    catchUp(event: LiveEvent) {
      remember(event);
      for (const listener of missedListeners) listener(event);
      age(event);
    },
    stop: () => window.clearTimeout(timer),
  };
}

/** Keep the queries of this tab fresh until the returned function is called. */
export function startLive(queries: QueryClient): () => void {
  const sink = coalescer(queries);
  const stop = listen({
    onEvent: sink.take,
    onMissed: sink.catchUp,
    onState: setState,
    // Events may have been missed: everything on the screen is read again.
    onGap: () => readAgain(queries, { refetchType: 'active' }),
  });
  const forget = onReturn(() => readAgain(queries, { refetchType: 'active' }));
  const ask = () => void probe();
  window.addEventListener('offline', ask);
  window.addEventListener('online', ask);
  return () => {
    stop();
    sink.stop();
    forget();
    window.removeEventListener('offline', ask);
    window.removeEventListener('online', ask);
  };
}
