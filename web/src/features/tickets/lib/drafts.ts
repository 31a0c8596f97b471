export type DraftKind = 'public' | 'note';
export type Draft = Readonly<Record<DraftKind, string>>;

const PREFIX = 'deskplane.draft.';
const EMPTY: Draft = { public: '', note: '' };

const keyOf = (ticket: string) => `${PREFIX}${ticket}`;

/** What was written on a ticket and not sent: two texts, each for itself. */
export function readDraft(ticket: string): Draft {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(keyOf(ticket)) ?? '{}');
    if (typeof stored !== 'object' || stored === null) return EMPTY;
    const text = (kind: DraftKind) => {
      const held: unknown = (stored as Record<string, unknown>)[kind];
      return typeof held === 'string' ? held : '';
    };
    return { public: text('public'), note: text('note') };
  } catch {
    return EMPTY;
  }
}

/** Keep what is written, so that a closed tab or a crash loses nothing. */
export function keepDraft(ticket: string, draft: Draft): void {
  if (draft.public === '' && draft.note === '') localStorage.removeItem(keyOf(ticket));
  else localStorage.setItem(keyOf(ticket), JSON.stringify(draft));
}

/** The draft with one of its texts replaced; the other one never changes. */
export const withText = (draft: Draft, kind: DraftKind, text: string): Draft => ({
  ...draft,
  [kind]: text,
});
