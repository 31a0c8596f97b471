import type { Mention } from './noteHtml';

export type DraftKind = 'public' | 'note';

/** What a person wrote on a ticket and did not send, as it is kept in this browser. */
export type Kept = {
  body: string;
  mentions: readonly Mention[];
  /** When it was typed. */
  at: number;
  /** Version of the server's draft it goes on from; 0 for none. */
  base: number;
  /** The server has it. */
  saved: boolean;
  /** It was on its way out when this was written. */
  sending?: boolean | undefined;
};

/** The draft as the server has it. */
export type Stored = { body: string; mentions: readonly Mention[]; version: number; at: number };

export const NOTHING: Kept = { body: '', mentions: [], at: 0, base: 0, saved: true };

const PREFIX = 'deskplane.draft';

/** Each person has texts of their own, also on a computer that several people use. */
const keyOf = (person: string, ticket: string, kind: DraftKind) =>
  [PREFIX, person, ticket, kind].join('.');

function isKept(value: unknown): value is Kept {
  if (typeof value !== 'object' || value === null) return false;
  const { body, mentions, at, base } = value as Partial<Record<keyof Kept, unknown>>;
  return (
    typeof body === 'string' &&
    Array.isArray(mentions) &&
    typeof at === 'number' &&
    typeof base === 'number'
  );
}

export function readKept(person: string, ticket: string, kind: DraftKind): Kept {
  try {
    const held: unknown = JSON.parse(localStorage.getItem(keyOf(person, ticket, kind)) ?? 'null');
    return isKept(held) ? held : NOTHING;
  } catch {
    return NOTHING;
  }
}

/** Keep what is written, so that a closed tab or a crash loses nothing. */
export function keep(person: string, ticket: string, kind: DraftKind, kept: Kept): void {
  const key = keyOf(person, ticket, kind);
  try {
    if (kept.body === '' && kept.saved) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(kept));
  } catch {
    // A full or closed store: the server has its copy.
  }
}

export type Verdict =
  /** What is on the screen holds; the server gets it if it has not. */
  | { take: 'mine'; other?: string }
  /** The server's text comes onto the screen. */
  | { take: 'theirs'; other?: string };

/** Which of two copies of a draft holds: the newer one; the other is offered if it would be lost. */
export function reconcile(mine: Kept, stored: Stored | undefined): Verdict {
  if (mine.body === (stored?.body ?? '')) return { take: 'theirs' };
  if (mine.saved) return { take: 'theirs' };
  if (!stored || mine.base === stored.version) return { take: 'mine' };
  if (mine.body.trim() === '') return { take: 'theirs' };
  return mine.at >= stored.at
    ? { take: 'mine', other: stored.body }
    : { take: 'theirs', other: mine.body };
}
