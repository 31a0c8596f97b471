import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { typedOn } from '@/features/tickets/api/presence';
import type { Ticket } from '@/features/tickets/api/types';
import { useUploads } from '@/features/tickets/api/useUploads';
import { type Mention, mentionedIn } from '@/features/tickets/lib/noteHtml';
import type { TicketStatus } from '@/shared/lib/vocabulary';
import type { ComposerKind } from '@/shared/ui/Composer';

import { useDraft } from './useDraft';
import { useDoubts, useSend } from './useSend';

type Following = Record<ComposerKind, TicketStatus | null>;

/** Two messages being written on one ticket; text, files and errors of one never reach the other. */
export function useComposer(ticket: Ticket) {
  const { t } = useTranslation('tickets');
  const [kind, setKind] = useState<ComposerKind>('public');
  const { keepers, texts, ofOthers } = useDraft(ticket.id);
  const uploads = { public: useUploads(), note: useUploads() };
  const [following, setFollowing] = useState<Following>({ public: null, note: null });
  const doubtsOf = useDoubts(ticket.id, ticket.description_text);
  const { send, errors, fail, outgoing } = useSend(ticket);

  const setText = (which: ComposerKind, text: string) => {
    keepers[which].write(text);
    typedOn(ticket.id, which);
  };
  const asks = !ticket.may.internal;
  const doubts =
    kind === 'public' && !asks
      ? doubtsOf(texts.public.body, texts.note.body, uploads.public.ids.length)
      : undefined;

  const setNextStatus = (status: TicketStatus | null) =>
    setFollowing({ ...following, [kind]: status });
  return {
    kind,
    setKind,
    texts: { public: texts.public.body, note: texts.note.body },
    draft: texts[kind],
    keeper: keepers[kind],
    ofOthers,
    setText,
    uploads: uploads[kind],
    error: errors[kind],
    doubts,
    asks,
    outgoing: outgoing.find((each) => each.kind === kind),
    send: async (which: ComposerKind) => {
      if (uploads[which].busy) return fail(which, t('compose.stillUploading'));
      await send({
        kind: which,
        keeper: keepers[which],
        files: uploads[which].ids,
        doubts,
        status: following[which],
        onSent: () => {
          uploads[which].clear();
          setFollowing((now) => ({ ...now, [which]: null }));
        },
      });
    },
    insert: (which: ComposerKind, text: string) => {
      const before = keepers[which].state.body;
      setText(which, before.trim() ? `${before.trimEnd()}\n\n${text}` : text);
    },
    /** Put a name into the note in place of what was typed of it. */
    mention: (person: Mention, place?: { from: number; to: number }) => {
      const { body, mentions } = keepers.note.state;
      const { from, to } = place ?? { from: body.length, to: body.length };
      const gap = place || body === '' || /\s$/.test(body) ? '' : ' ';
      const text = `${body.slice(0, from)}${gap}@${person.name} ${body.slice(to)}`;
      keepers.note.write(text, [...mentions.filter(({ id }) => id !== person.id), person]);
      typedOn(ticket.id, 'note');
      return from + gap.length + person.name.length + 2;
    },
    mentioned: mentionedIn(texts.note.body, texts.note.mentions),
    /** The status the ticket gets when the message is out. */
    nextStatus: following[kind],
    setNextStatus,
  };
}

export type ComposerState = ReturnType<typeof useComposer>;
