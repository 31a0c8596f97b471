import type { QueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';

import type { DraftKind } from '@/features/tickets/lib/drafts';
import { api, read } from '@/shared/api/client';
import { asProblem } from '@/shared/api/problem';

import type { NewComment } from './comments';

const RETRY = 2500;
const PATIENCE = 15_000;

export type Sending = {
  id: string;
  ticket: string;
  kind: DraftKind;
  /** Whom it goes to. */
  to: string;
  /** When it goes out. */
  due: number;
  phase: 'waiting' | 'sending' | 'retrying';
};

type Wanted = Pick<Sending, 'ticket' | 'kind' | 'to'> & { seconds: number };

type Job = {
  body: NewComment;
  /** The server has it. */
  onSent: () => void;
  /** It was called back, or refused for this reason. */
  onBack: (refused?: string) => void;
  queries: QueryClient;
};

let outbox: readonly Sending[] = [];
const jobs = new Map<string, Job>();
const timers = new Map<string, number>();
const listeners = new Set<() => void>();

function replace(next: readonly Sending[]): void {
  outbox = next;
  for (const listener of listeners) listener();
}

const patch = (id: string, change: Partial<Sending>) =>
  replace(outbox.map((each) => (each.id === id ? { ...each, ...change } : each)));

function drop(id: string): Job | undefined {
  const job = jobs.get(id);
  window.clearTimeout(timers.get(id));
  timers.delete(id);
  jobs.delete(id);
  replace(outbox.filter((each) => each.id !== id));
  return job;
}

function later(id: string, wait: number): void {
  window.clearTimeout(timers.get(id));
  timers.set(
    id,
    window.setTimeout(() => void deliver(id), wait),
  );
}

/** The same key on each try: what arrived although the answer was lost is not said twice. */
async function deliver(id: string): Promise<void> {
  const job = jobs.get(id);
  const sending = outbox.find((each) => each.id === id);
  if (!job || !sending) return;
  window.clearTimeout(timers.get(id));
  patch(id, { phase: 'sending' });
  try {
    await read(
      api.POST('/api/v1/desk/tickets/{ref}/comments', {
        params: { path: { ref: sending.ticket }, header: { 'Idempotency-Key': id } },
        body: job.body,
        signal: AbortSignal.timeout(PATIENCE),
      }),
    );
  } catch (error) {
    const { status, message } = asProblem(error);
    if (status === 0 || status === 429 || status === 503) {
      patch(id, { phase: 'retrying' });
      later(id, RETRY);
    } else drop(id)?.onBack(message);
    return;
  }
  drop(id);
  job.onSent();
  void job.queries.invalidateQueries({ queryKey: ['ticket', sending.ticket] });
}

/** Send something after `seconds`, in which it can be called back; it goes on when the page changes. */
export function sendLater({ seconds, ...what }: Wanted, job: Job): void {
  const id = crypto.randomUUID();
  jobs.set(id, job);
  const due = Date.now() + seconds * 1000;
  replace([...outbox, { ...what, id, due, phase: seconds > 0 ? 'waiting' : 'sending' }]);
  if (seconds > 0) later(id, seconds * 1000);
  else void deliver(id);
}

export const sendNow = (id: string) => void deliver(id);

/** Whether it could still be called back. */
export function callBack(id: string): boolean {
  const sending = outbox.find((each) => each.id === id);
  if (!sending || sending.phase === 'sending') return false;
  drop(id)?.onBack();
  return true;
}

/** What is on its way out on a ticket. */
export function useSending(ticket: string): readonly Sending[] {
  const all = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => outbox,
  );
  return all.filter((each) => each.ticket === ticket);
}
