import { useState } from 'react';

import { type DraftKind, keepDraft, readDraft, withText } from '@/features/tickets/lib/drafts';

/** The two texts being written on a ticket; they outlive the page. */
export function useDraft(ticketId: string) {
  const [draft, setDraft] = useState(() => readDraft(ticketId));
  const setText = (kind: DraftKind, text: string) =>
    setDraft((now) => {
      const next = withText(now, kind, text);
      keepDraft(ticketId, next);
      return next;
    });
  return { draft, setText, clear: (kind: DraftKind) => setText(kind, '') };
}
