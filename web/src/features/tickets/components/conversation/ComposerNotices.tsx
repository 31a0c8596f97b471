import { Button, Popover } from '@mantine/core';
import { IconAlertTriangle, IconPaperclip } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useTakeDraft } from '@/features/tickets/api/drafts';
import { callBack, type Sending, sendNow } from '@/features/tickets/api/outbox';
import { time } from '@/shared/lib/format';
import { Icon } from '@/shared/ui/Icon';
import { toastFailed } from '@/shared/ui/toast';

import classes from './ComposerNotices.module.css';
import type { ComposerState } from './useComposer';
import { useSeconds } from './useSeconds';
import type { Doubts } from './useSend';

/** How safe the text is, at the right end of the tabs. */
export function SavedWord({ draft, sending }: { draft: ComposerState['draft']; sending: boolean }) {
  const { t } = useTranslation('together');
  const { body, saving, savedAt, at } = draft;
  if (sending || (body === '' && saving === 'saved')) return null;
  if (saving === 'failing') {
    return (
      <span role="status" className={classes.failing}>
        <Icon of={IconAlertTriangle} size="xs" />
        {t('draft.failing')}
      </span>
    );
  }
  if (saving === 'refused') return <span role="status">{t('draft.refused')}</span>;
  if (saving === 'waiting') return <span>{t('draft.waiting')}</span>;
  return <span>{t('draft.saved', { time: time(new Date(savedAt ?? at).toISOString()) })}</span>;
}

/** Another copy of the text, a colleague who took it over, or that it never went out. */
export function DraftNotices({ state }: { state: ComposerState }) {
  const { t } = useTranslation('together');
  const { other, takenBy, unsent } = state.draft;
  return (
    <>
      {unsent ? (
        <div className={classes.notice} role="status">
          {t('draft.unsent')}
        </div>
      ) : null}
      {takenBy ? (
        <div className={classes.notice} role="status">
          {t('draft.takenBy', { name: takenBy })}
        </div>
      ) : null}
      {other ? (
        <div className={classes.notice} role="status">
          <span className={classes.words}>
            {t('draft.other')} <q>{other}</q>
          </span>
          <Button size="xs" variant="subtle" onClick={() => state.keeper.settle(true)}>
            {t('draft.useOther')}
          </Button>
          <Button size="xs" variant="subtle" onClick={() => state.keeper.settle(false)}>
            {t('draft.dropOther')}
          </Button>
        </div>
      ) : null}
    </>
  );
}

/** What should be looked at before the reply goes out. */
export function DoubtHints({ doubts }: { doubts: Doubts | undefined }) {
  const { t } = useTranslation('together');
  if (!doubts) return null;
  const { leaks, fileMissing } = doubts;
  return (
    <>
      {leaks.length > 0 ? (
        <div className={classes.leak} role="alert">
          <Icon of={IconAlertTriangle} size="s" />
          {t('doubt.leakHint', { words: leaks.map(({ words }) => `“${words}”`).join(', ') })}
        </div>
      ) : null}
      {fileMissing ? (
        <div className={classes.hint} role="status">
          <Icon of={IconPaperclip} size="s" />
          {t('doubt.fileHint')}
        </div>
      ) : null}
    </>
  );
}

/** In place of the buttons while the reply can still be called back. */
export function OutgoingBar({ sending }: { sending: Sending }) {
  const { t } = useTranslation(['together', 'common']);
  const left = useSeconds(sending.due);
  const isWaiting = sending.phase === 'waiting';
  const words = {
    waiting: t('send.waiting', { name: sending.to, count: left }),
    sending: t('send.sending'),
    retrying: t('send.retrying'),
  };
  return (
    <div className={classes.outgoing}>
      <span role="status" aria-live={isWaiting ? 'off' : 'polite'}>
        {words[sending.phase]}
      </span>
      <span className={classes.gap} />
      {sending.phase === 'sending' ? null : (
        <Button size="xs" onClick={() => callBack(sending.id)}>
          {isWaiting ? t('common:action.undo') : t('send.stop')}
        </Button>
      )}
      {isWaiting ? (
        <Button size="xs" variant="subtle" onClick={() => sendNow(sending.id)}>
          {t('send.now')}
        </Button>
      ) : null}
    </div>
  );
}

type Others = ComposerState['ofOthers'];

function OtherDraft({
  draft,
  state,
  ticketId,
}: {
  draft: Others[number];
  state: ComposerState;
  ticketId: string;
}) {
  const { t } = useTranslation('together');
  const [open, setOpen] = useState(false);
  const take = useTakeDraft(ticketId);
  const { author, body, updated_at } = draft;
  const goOn = () => {
    setOpen(false);
    take(state.keeper, author.id).catch(toastFailed);
  };
  return (
    <Popover
      opened={open}
      onChange={setOpen}
      position="top-start"
      trapFocus
      returnFocus
      width={380}
    >
      <Popover.Target>
        <Button size="xs" variant="subtle" onClick={() => setOpen(!open)}>
          {t('draft.ofOther', { name: author.name })}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <div className={classes.reading}>
          <p className="muted small">
            {t(draft.kind === 'internal' ? 'draft.isNote' : 'draft.isReply', {
              name: author.name,
              time: time(updated_at),
            })}
          </p>
          <div className={classes.text}>{body}</div>
          <div className={classes.buttons}>
            <Button size="xs" onClick={() => setOpen(false)}>
              {t('draft.leave')}
            </Button>
            <Button
              size="xs"
              variant={draft.kind === 'internal' ? 'note' : 'filled'}
              onClick={goOn}
            >
              {t('draft.take')}
            </Button>
          </div>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}

/** Drafts of colleagues of the kind being written: to read, and to go on with. */
export function OtherDrafts({ state, ticketId }: { state: ComposerState; ticketId: string }) {
  const visibility = state.kind === 'note' ? 'internal' : 'public';
  const others = state.ofOthers.filter(({ kind }) => kind === visibility);
  if (others.length === 0) return null;
  return (
    <div className={classes.others}>
      {others.map((draft) => (
        <OtherDraft key={draft.author.id} draft={draft} state={state} ticketId={ticketId} />
      ))}
    </div>
  );
}
