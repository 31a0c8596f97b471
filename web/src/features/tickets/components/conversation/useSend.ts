import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { NewComment } from '@/features/tickets/api/comments';
import type { Keeper } from '@/features/tickets/api/drafts';
import { sendLater, useSending } from '@/features/tickets/api/outbox';
import { type TimelineItem, timelineQuery } from '@/features/tickets/api/ticket';
import type { Ticket } from '@/features/tickets/api/types';
import { useChangeMany } from '@/features/tickets/components/change/useChangeMany';
import { leaksIn, speaksOfFile } from '@/features/tickets/lib/leaks';
import { htmlWithMentions, type Mention, mentionedIn } from '@/features/tickets/lib/noteHtml';
import { useMe } from '@/shared/api/me';
import type { TicketStatus } from '@/shared/lib/vocabulary';
import type { ComposerKind } from '@/shared/ui/Composer';
import { useConfirm } from '@/shared/ui/ConfirmDialog';

export type Subject = Pick<Ticket, 'id' | 'requester' | 'may'>;

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

const textsOf = (items: readonly TimelineItem[], visibility: string) =>
  items.flatMap(({ comment }) => (comment?.visibility === visibility ? [comment.body_text] : []));

/** What about a public reply should be looked at before it goes out. */
export function useDoubts(ticketId: string, description: string) {
  const queries = useQueryClient();
  return (text: string, note: string, files: number) => {
    const items = queries.getQueryData(timelineQuery(ticketId).queryKey) ?? [];
    const inside = [...textsOf(items, 'internal'), note];
    return {
      leaks: leaksIn(text, inside, [...textsOf(items, 'public'), description]),
      fileMissing: files === 0 && speaksOfFile(text),
    };
  };
}

export type Doubts = ReturnType<ReturnType<typeof useDoubts>>;

function useAsk() {
  const { t } = useTranslation('together');
  const confirm = useConfirm();
  return async ({ leaks, fileMissing }: Doubts): Promise<boolean> => {
    const words = leaks.map((leak) => `“${leak.words}”`).join(', ');
    if (leaks.length > 0) {
      const body = t('doubt.leakBody', { words });
      const go = await confirm({
        title: t('doubt.leak'),
        body,
        action: t('doubt.go'),
        danger: true,
      });
      if (!go) return false;
    }
    if (!fileMissing) return true;
    const question = { title: t('doubt.file'), body: t('doubt.fileBody'), action: t('doubt.go') };
    return await confirm(question);
  };
}

type What = {
  kind: ComposerKind;
  keeper: Keeper;
  files: string[];
  doubts: Doubts | undefined;
  status: TicketStatus | null;
  onSent: () => void;
};

/** Send what was written: a reply of the desk can be called back for some seconds. */
export function useSend(ticket: Subject) {
  const { t } = useTranslation(['tickets', 'common']);
  const queries = useQueryClient();
  const { preferences } = useMe();
  const ask = useAsk();
  const outgoing = useSending(ticket.id);
  const { change } = useChangeMany();
  const [errors, setErrors] = useState<Partial<Record<ComposerKind, string>>>({});

  const setStatus = (status: TicketStatus) =>
    change({ ids: [ticket.id], set: { status }, shown: { status } }, () =>
      t('edit.status', { to: t(`common:status.${status}`) }),
    );
  const fail = (kind: ComposerKind, why: string) => setErrors((now) => ({ ...now, [kind]: why }));

  const send = async ({ kind, keeper, files, doubts, status, onSent }: What) => {
    if (outgoing.some((each) => each.kind === kind)) return;
    if (doubts && !(await ask(doubts))) return;
    setErrors(({ [kind]: _, ...others }) => others);
    const { body, mentions } = keeper.state;
    const canUndo = kind === 'public' && ticket.may.internal;
    keeper.mark(true);
    sendLater(
      {
        ticket: ticket.id,
        kind,
        to: ticket.requester?.name ?? '',
        seconds: canUndo ? preferences.send_delay : 0,
      },
      {
        body: commentOf(kind, body, files, mentions),
        queries,
        onSent: () => {
          keeper.clear();
          onSent();
          if (status) void setStatus(status);
        },
        onBack: (refused) => {
          keeper.mark(false);
          if (refused) fail(kind, refused);
        },
      },
    );
  };
  return { send, errors, fail, outgoing };
}
