import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { type NewComment, useAddComment } from '@/features/tickets/api/comments';
import type { Ticket } from '@/features/tickets/api/types';
import { useUploads } from '@/features/tickets/api/useUploads';
import { useChangeMany } from '@/features/tickets/components/change/useChangeMany';
import { htmlWithMentions, type Mention, mentionedIn } from '@/features/tickets/lib/noteHtml';
import { asProblem } from '@/shared/api/problem';
import type { TicketStatus } from '@/shared/lib/vocabulary';
import type { ComposerKind } from '@/shared/ui/Composer';

import { useDraft } from './useDraft';

/** What goes to the server: a note with mentions as links, everything else as plain text. */
function commentOf(
  kind: ComposerKind,
  text: string,
  files: string[],
  mentions: readonly Mention[],
): NewComment {
  const visibility = kind === 'note' ? 'internal' : 'public';
  const named = kind === 'note' ? mentionedIn(text, mentions) : [];
  const body = named.length > 0 ? { body_html: htmlWithMentions(text, named) } : { body: text };
  return { ...body, visibility, attachment_ids: files };
}

/** Two messages being written on one ticket; text, files and errors of one never reach the other. */
export function useComposer(ticket: Pick<Ticket, 'id'>) {
  const { t } = useTranslation(['tickets', 'common']);
  const [kind, setKind] = useState<ComposerKind>('public');
  const { draft, setText, clear } = useDraft(ticket.id);
  const uploads = { public: useUploads(), note: useUploads() };
  const [mentions, setMentions] = useState<readonly Mention[]>([]);
  const [following, setFollowing] = useState<Record<ComposerKind, TicketStatus | null>>({
    public: null,
    note: null,
  });
  const [errors, setErrors] = useState<Partial<Record<ComposerKind, string>>>({});
  const { mutateAsync, isPending } = useAddComment(ticket.id);
  const { change } = useChangeMany();

  const send = async (which: ComposerKind) => {
    if (uploads[which].busy) {
      setErrors({ ...errors, [which]: t('compose.stillUploading') });
      return;
    }
    setErrors({});
    try {
      await mutateAsync(commentOf(which, draft[which], uploads[which].ids, mentions));
    } catch (error) {
      setErrors({ [which]: asProblem(error).message });
      return;
    }
    clear(which);
    uploads[which].clear();
    const status = following[which];
    setFollowing({ ...following, [which]: null });
    if (!status) return;
    await change({ ids: [ticket.id], set: { status }, shown: { status } }, () =>
      t('edit.status', { to: t(`common:status.${status}`) }),
    );
  };

  const insert = (which: ComposerKind, text: string) => {
    const before = draft[which];
    setText(which, before.trim() ? `${before.trimEnd()}\n\n${text}` : text);
  };

  return {
    kind,
    setKind,
    draft,
    setText,
    uploads: uploads[kind],
    error: errors[kind],
    sending: isPending,
    send,
    insert,
    mention: (person: Mention) => {
      setMentions((now) => [...now.filter(({ id }) => id !== person.id), person]);
      const before = draft.note;
      const gap = before === '' || /\s$/.test(before) ? '' : ' ';
      setText('note', `${before}${gap}@${person.name} `);
    },
    mentioned: mentionedIn(draft.note, mentions),
    /** The status the ticket gets when the message is out. */
    nextStatus: following[kind],
    setNextStatus: (status: TicketStatus | null) => setFollowing({ ...following, [kind]: status }),
  };
}
