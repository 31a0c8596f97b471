import { type ClipboardEvent, type DragEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { callBack } from '@/features/tickets/api/outbox';
import { usePresence } from '@/features/tickets/api/presence';
import type { Ticket } from '@/features/tickets/api/types';
import { cx } from '@/shared/lib/cx';
import { useKeys } from '@/shared/lib/keys';
import { Composer, type ComposerKind } from '@/shared/ui/Composer';
import { toastUndo } from '@/shared/ui/toast';

import { DoubtHints, DraftNotices, OtherDrafts, OutgoingBar, SavedWord } from './ComposerNotices';
import { AttachTool, MentionTool, ThenSet } from './ComposerTools';
import { UploadList } from './Files';
import { MentionList } from './MentionList';
import { ReplyTool } from './ReplyTool';
import classes from './TicketComposer.module.css';
import { type ComposerState, useComposer } from './useComposer';
import { useMentions } from './useMentions';
import { WritingLine } from './WritingLine';

type Props = {
  ticket: Ticket;
  compact?: boolean;
};

function Recipients({ ticket, asks }: { ticket: Ticket; asks: boolean }) {
  const { t } = useTranslation(['tickets', 'common']);
  const { requester, watchers_count } = ticket;
  return (
    <>
      <b>{asks ? t('message.theDesk') : (requester?.name ?? t('message.somebody'))}</b>
      {watchers_count > 0 ? (
        <>
          <span className="muted">{t('common:composer.cc')}</span>
          <span>{t('compose.watchers', { count: watchers_count })}</span>
        </>
      ) : null}
    </>
  );
}

/** Files that are dropped on the composer or pasted into it. */
function useDroppedFiles(onFiles: (files: File[]) => void) {
  const [over, setOver] = useState(false);
  const take = (event: DragEvent | ClipboardEvent, files: FileList | undefined) => {
    setOver(false);
    if (!files || files.length === 0) return;
    event.preventDefault();
    onFiles([...files]);
  };
  return {
    over,
    handlers: {
      onDragOver: (event: DragEvent) => {
        if (!event.dataTransfer.types.includes('Files')) return;
        event.preventDefault();
        setOver(true);
      },
      onDragLeave: () => setOver(false),
      onDrop: (event: DragEvent) => take(event, event.dataTransfer.files),
      onPaste: (event: ClipboardEvent) => take(event, event.clipboardData.files),
    },
  };
}

const kindsFor = ({ may }: Ticket): ComposerKind[] => [
  ...(may.comment ? (['public'] as const) : []),
  ...(may.internal ? (['note'] as const) : []),
];

/** When the page is left before a reply is out, the way back comes along. */
function useUndoElsewhere({ outgoing }: ComposerState) {
  const { t } = useTranslation('together');
  const last = useRef(outgoing);
  last.current = outgoing;
  useEffect(
    () => () => {
      const sending = last.current;
      if (sending?.phase !== 'waiting') return;
      toastUndo(t('send.leaving', { name: sending.to }), () => callBack(sending.id));
    },
    [t],
  );
}

/** "Send reply to Lena": the first name is enough to see whom one writes to. */
function useSendLabel({ asks, kind }: ComposerState, ticket: Ticket): string | undefined {
  const { t } = useTranslation('together');
  const first = ticket.requester?.name.split(/\s+/)[0];
  return kind === 'public' && !asks && first ? t('send.to', { name: first }) : undefined;
}

/** Answer the requester, or write to colleagues: on the page and in the side panel. */
export function TicketComposer({ ticket, compact = false }: Props) {
  const { t } = useTranslation('tickets');
  const people = usePresence(ticket.id);
  const state = useComposer(ticket);
  const { kind, uploads, asks, outgoing } = state;
  const text = useRef<HTMLTextAreaElement>(null);
  const { over, handlers } = useDroppedFiles(uploads.add);
  const kinds = kindsFor(ticket);
  const sendLabel = useSendLabel(state, ticket);
  const mentions = useMentions({
    text: state.texts.note,
    field: text,
    enabled: kind === 'note',
    onPick: state.mention,
  });
  useUndoElsewhere(state);

  const write = (next: ComposerKind) => {
    if (!kinds.includes(next)) return;
    state.setKind(next);
    text.current?.focus();
  };
  useKeys([
    { keys: 'r', label: t('keys.reply'), run: () => write('public') },
    ...(kinds.includes('note')
      ? [{ keys: 'n', label: t('keys.note'), run: () => write('note') }]
      : []),
  ]);
  if (kinds.length === 0) return null;
  return (
    <div
      className={cx(classes.composer, compact && classes.compact, over && classes.over)}
      {...handlers}
    >
      <WritingLine people={people} />
      <MentionList mentions={mentions} />
      <Composer
        kind={kind}
        onKind={state.setKind}
        kinds={kinds}
        texts={state.texts}
        onText={state.setText}
        onSend={(which) => void state.send(which)}
        error={state.error}
        textRef={text}
        asks={asks}
        sendLabel={sendLabel}
        outgoing={outgoing ? <OutgoingBar sending={outgoing} /> : undefined}
        onTextKey={mentions.onKey}
        textProps={mentions.textProps}
        recipients={<Recipients ticket={ticket} asks={asks} />}
        notifies={
          state.mentioned.length > 0 ? (
            <b>{state.mentioned.map(({ name }) => `@${name}`).join(', ')}</b>
          ) : undefined
        }
        aside={<SavedWord draft={state.draft} sending={outgoing !== undefined} />}
        notices={
          <>
            <DraftNotices state={state} />
            <OtherDrafts state={state} ticketId={ticket.id} />
          </>
        }
        hints={outgoing ? null : <DoubtHints doubts={state.doubts} />}
        attachments={<UploadList files={uploads.files} onRemove={uploads.remove} />}
        tools={
          <>
            <AttachTool onFiles={uploads.add} />
            <ReplyTool
              ticketId={ticket.id}
              onText={(reply) => {
                state.insert(kind, reply);
                text.current?.focus();
              }}
            />
            {kind === 'note' ? <MentionTool onMention={state.mention} /> : null}
          </>
        }
        beside={
          ticket.may.update ? (
            <ThenSet ticket={ticket} next={state.nextStatus} onNext={state.setNextStatus} />
          ) : null
        }
      />
    </div>
  );
}
