import { queryOptions, useQueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';

import {
  type DraftKind,
  type Kept,
  keep,
  NOTHING,
  readKept,
  reconcile,
  type Stored,
} from '@/features/tickets/lib/drafts';
import type { Mention } from '@/features/tickets/lib/noteHtml';
import { api, read } from '@/shared/api/client';
import { translateLive } from '@/shared/api/live';
import { asProblem } from '@/shared/api/problem';
import type { components } from '@/shared/api/schema';

type Draft = components['schemas']['DraftRead'];

/** How far a text is on its way to the server. */
export type Saving = 'saved' | 'waiting' | 'failing' | 'refused';

export type DraftState = Kept & {
  saving: Saving;
  /** When the server last confirmed it. */
  savedAt: number | undefined;
  /** Another copy of this draft that would be lost. */
  other: string | undefined;
  /** The colleague who went on with a copy. */
  takenBy: string | undefined;
  /** The window closed before it went out. */
  unsent: boolean;
};

const PAUSE = 1000;
const RETRY = 2000;
const PATIENCE = 4000;
const AGAIN = 5000;

export const visibilityOf = (kind: DraftKind) => (kind === 'note' ? 'internal' : 'public');

translateLive(({ subject_type, subject }) =>
  subject_type === 'draft' ? [['ticket', subject, 'drafts']] : [],
);

const asStored = ({ body, mentions, version, updated_at }: Draft): Stored => ({
  body,
  mentions,
  version,
  at: Date.parse(updated_at),
});

/** May pass by itself: no network, no database, too many requests. */
const mayPass = (status: number) => status === 0 || status === 429 || status >= 500;

/**
 * One text of one person on one ticket. It lives as long as the app, so that a save under way does
 * not end with the page. What is typed is kept here and in the browser at once, on the server soon.
 */
class Keeper {
  state: DraftState;
  private readonly listeners = new Set<() => void>();
  private timer: number | undefined;
  private running = false;
  private savedSince = 0;

  constructor(
    private readonly person: string,
    readonly ticket: string,
    readonly kind: DraftKind,
  ) {
    const kept = readKept(person, ticket, kind);
    this.state = {
      ...kept,
      sending: undefined,
      unsent: Boolean(kept.sending) && kept.body !== '',
      saving: kept.saved ? 'saved' : 'waiting',
      savedAt: undefined,
      other: undefined,
      takenBy: undefined,
    };
  }

  subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  private set(patch: Partial<DraftState>): void {
    this.state = { ...this.state, ...patch };
    const { body, mentions, at, base, saved, sending } = this.state;
    keep(this.person, this.ticket, this.kind, { body, mentions, at, base, saved, sending });
    for (const listener of this.listeners) listener();
  }

  private later(wait: number): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.save(), wait);
  }

  write(body: string, mentions: readonly Mention[] = this.state.mentions): void {
    const saving = this.state.saving === 'failing' ? 'failing' : 'waiting';
    this.set({
      body,
      mentions,
      at: Date.now(),
      saved: false,
      saving,
      takenBy: undefined,
      unsent: false,
    });
    this.later(PAUSE);
  }

  /** Remember that the text is on its way out: a window closed now would leave it unsent. */
  mark(sending: boolean): void {
    this.set({ sending: sending || undefined, unsent: false });
  }

  /** It was sent, or is not wanted any more. */
  clear(): void {
    window.clearTimeout(this.timer);
    this.savedSince = Date.now();
    const { base } = this.state;
    this.set({
      ...NOTHING,
      saving: 'saved',
      savedAt: undefined,
      takenBy: undefined,
      unsent: false,
    });
    const path = { ref: this.ticket, kind: visibilityOf(this.kind) } as const;
    const query = base ? { version: base } : {};
    api
      .DELETE('/api/v1/desk/tickets/{ref}/drafts/{kind}', { params: { path, query } })
      .catch(() => undefined);
  }

  /** Bring it to the server now; `leaving` outlives the page. */
  async save(leaving = false): Promise<void> {
    window.clearTimeout(this.timer);
    if (this.state.saved) return;
    if (this.running && !leaving) return this.later(PAUSE);
    this.running = true;
    const { body, mentions, base } = this.state;
    try {
      const draft = await this.put(body, mentions, base, leaving);
      this.savedSince = Date.now();
      const done = this.state.body === body;
      this.set({
        base: draft.version,
        saved: done,
        saving: done ? 'saved' : 'waiting',
        savedAt: Date.now(),
      });
      this.running = false;
      if (!done) this.later(PAUSE);
    } catch (error) {
      this.running = false;
      await this.failed(asProblem(error).status);
    }
  }

  private put(body: string, mentions: readonly Mention[], version: number, keepalive: boolean) {
    const named = mentions.map(({ id, name }) => ({ id, name }));
    return read(
      api.PUT('/api/v1/desk/tickets/{ref}/drafts/{kind}', {
        params: { path: { ref: this.ticket, kind: visibilityOf(this.kind) } },
        body: { body, mentions: named, version },
        keepalive,
        // A database that hangs must not keep the person in the dark.
        ...(keepalive ? {} : { signal: AbortSignal.timeout(PATIENCE) }),
      }),
    );
  }

  private async failed(status: number): Promise<void> {
    if (mayPass(status)) {
      this.set({ saving: 'failing' });
      this.later(RETRY);
    } else if (status === 409) {
      await listen(this.ticket).catch(() => this.later(RETRY));
      // What was kept goes on from the newest version now.
      if (!this.state.saved) this.later(0);
    } else this.set({ saving: 'refused' });
  }

  /** Take in what the server has, as it was asked at the moment `asked`. */
  hear(draft: Draft | undefined, asked: number): void {
    if (this.running || asked <= this.savedSince) return;
    const stored = draft && asStored(draft);
    const takenBy = draft?.taken_by?.name;
    const { take, other } = reconcile(this.state, stored);
    if (take === 'mine') {
      this.set({ base: stored?.version ?? 0, ...(other ? { other } : {}) });
      this.later(0);
      return;
    }
    const { body, mentions, version, at } = stored ?? { ...NOTHING, version: 0 };
    const same = body === this.state.body;
    if (same && version === this.state.base && takenBy === this.state.takenBy && this.state.saved)
      return;
    const offered = other ? { other } : {};
    this.set({
      body,
      mentions,
      at,
      base: version,
      saved: true,
      saving: 'saved',
      takenBy,
      ...offered,
    });
  }

  /** Swap the text with the other copy, or let that one go. */
  settle(takeOther: boolean): void {
    const { other, body } = this.state;
    this.set({ other: undefined });
    if (!takeOther || other === undefined) return;
    this.write(other);
    this.set({ other: body });
  }
}

const keepers = new Map<string, Keeper>();

export function keeperOf(person: string, ticket: string, kind: DraftKind): Keeper {
  const key = `${person}.${ticket}.${kind}`;
  const known = keepers.get(key) ?? new Keeper(person, ticket, kind);
  keepers.set(key, known);
  return known;
}

/** Forget what is in memory, as a new window would. */
export const forgetKeepers = () => keepers.clear();

async function listen(ticket: string, signal?: AbortSignal): Promise<Draft[]> {
  const asked = Date.now();
  const { data } = await read(
    api.GET('/api/v1/desk/tickets/{ref}/drafts', {
      params: { path: { ref: ticket } },
      ...(signal ? { signal } : {}),
    }),
  );
  const own = data.filter(({ is_own }) => is_own);
  for (const keeper of keepers.values()) {
    if (keeper.ticket !== ticket) continue;
    keeper.hear(
      own.find(({ kind }) => kind === visibilityOf(keeper.kind)),
      asked,
    );
  }
  return data;
}

/** All drafts on a ticket that this person may see; their own ones go to their keepers. */
export const draftsQuery = (id: string) =>
  queryOptions({
    queryKey: ['ticket', id, 'drafts'],
    queryFn: ({ signal }) => listen(id, signal),
    staleTime: 0,
    // A text that is kept in two places: should the announcement of a change get lost, it is found all the same.
    refetchInterval: ({ state }) => (state.data?.some(({ is_own }) => is_own) ? AGAIN : false),
  });

export function useKept(keeper: Keeper): DraftState {
  return useSyncExternalStore(keeper.subscribe, () => keeper.state);
}

/** Go on with a colleague's draft: its text goes behind the own one. */
export function useTakeDraft(id: string) {
  const queries = useQueryClient();
  return async (keeper: Keeper, author: string) => {
    await keeper.save();
    await read(
      api.POST('/api/v1/desk/tickets/{ref}/drafts/{kind}/take', {
        params: { path: { ref: id, kind: visibilityOf(keeper.kind) } },
        body: { author_id: author },
      }),
    );
    await queries.refetchQueries({ queryKey: draftsQuery(id).queryKey });
  };
}

/** The page goes into the background or away: what is not on the server yet goes there now. */
function saveAll(): void {
  for (const keeper of keepers.values()) void keeper.save(true);
}

globalThis.addEventListener?.('pagehide', saveAll);
globalThis.document?.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'hidden') saveAll();
});
globalThis.addEventListener?.('online', saveAll);

export type { Keeper };
