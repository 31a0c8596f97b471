import { Fragment, type ReactNode, useEffect, useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';

import type { Comment, TimelineItem } from '@/features/tickets/api/ticket';
import type { Ticket } from '@/features/tickets/api/types';
import { inTab, type Tab } from '@/features/tickets/lib/tabs';
import { cx } from '@/shared/lib/cx';
import { InternalNote, Message } from '@/shared/ui/Message';
import { RichText } from '@/shared/ui/RichText';

import { ActivityLine } from './ActivityLine';
import classes from './Conversation.module.css';
import { StoredFiles } from './Files';

type Subject = Pick<
  Ticket,
  'id' | 'requester' | 'description_html' | 'source_type' | 'created_at' | 'watchers_count'
>;

type CommentProps = {
  comment: Comment;
  ticket: Subject;
  compact: boolean;
  actions?: ReactNode;
};

/** By which way a message came; written in the app is not worth a word. */
function useChannel(): (channel: string) => string {
  const { t } = useTranslation('common');
  return (channel) => (channel.toLowerCase() === 'email' ? t('message.byMail') : '');
}

function CommentMessage({ comment, ticket, compact, actions }: CommentProps) {
  const { t } = useTranslation('tickets');
  const by = useChannel();
  const { author, created_at, visibility, body_html, attachments } = comment;
  const shared = { author: author.name, when: created_at, compact, actions };
  const body = (
    <>
      <RichText html={body_html} />
      {comment.edited_at ? <span className="muted small">{t('message.edited')}</span> : null}
      <StoredFiles files={attachments} />
    </>
  );
  if (visibility === 'internal') return <InternalNote {...shared}>{body}</InternalNote>;
  const isRequester = author.id !== null && author.id === ticket.requester?.id;
  const to = compact ? undefined : t('message.to', { name: ticket.requester?.name ?? '' });
  return (
    <Message
      {...shared}
      from={isRequester ? 'requester' : 'public'}
      how={isRequester ? by(comment.channel) : to}
    >
      {body}
    </Message>
  );
}

type OpeningProps = { ticket: Subject; compact: boolean; actions?: ReactNode };

function Opening({ ticket, compact, actions }: OpeningProps) {
  const { t } = useTranslation('tickets');
  const by = useChannel();
  return (
    <Message
      author={ticket.requester?.name ?? t('message.somebody')}
      when={ticket.created_at}
      from="requester"
      how={[t('message.toDesk'), by(ticket.source_type)].filter(Boolean).join(', ')}
      compact={compact}
      actions={actions}
    >
      {ticket.description_html ? (
        <RichText html={ticket.description_html} />
      ) : (
        <span className="muted">{t('message.noDescription')}</span>
      )}
    </Message>
  );
}

type Props = {
  ticket: Subject;
  items: readonly TimelineItem[];
  tab?: Tab;
  compact?: boolean;
  /** Buttons of a comment, behind its time. */
  actionsOf?: ((comment: Comment) => ReactNode) | undefined;
  /** Buttons of the description. */
  opening?: ReactNode;
  /** The comment with which begins what this person has not seen. */
  unreadFrom?: string | undefined;
};

export const UNREAD = 'first-unread';

function UnreadLine() {
  const { t } = useTranslation('together');
  return (
    <div id={UNREAD} tabIndex={-1} className={classes.unread}>
      <span>{t('unread.line')}</span>
    </div>
  );
}

const keyOf = ({ comment, activity, at }: TimelineItem) => comment?.id ?? activity?.id ?? at;

/** Keeps the newest in sight when the conversation opens and while one reads its end. */
function useStayAtEnd(newest: string | undefined) {
  const box = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  // Before it is painted: nothing jumps from the beginning to the end.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only something new moves the end
  useLayoutEffect(() => {
    if (atEnd.current) box.current?.scrollTo({ top: box.current.scrollHeight });
  }, [newest]);
  // The composer below grows and shrinks; who reads the end goes on reading the end.
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const watcher = new ResizeObserver(() => {
      if (atEnd.current) element.scrollTo({ top: element.scrollHeight });
    });
    watcher.observe(element);
    return () => watcher.disconnect();
  }, []);
  const onScroll = () => {
    const { scrollHeight = 0, scrollTop = 0, clientHeight = 0 } = box.current ?? {};
    atEnd.current = scrollHeight - scrollTop - clientHeight < 48;
  };
  return { box, onScroll };
}

/** What was said and what happened, the oldest first. */
export function Conversation(props: Props) {
  const { ticket, items, tab = 'all', compact = false, actionsOf, opening, unreadFrom } = props;
  const { t } = useTranslation('tickets');
  const shown = inTab(items, tab);
  const last = shown.at(-1);
  const { box, onScroll } = useStayAtEnd(last && keyOf(last));
  const opens = tab === 'all' || tab === 'replies';
  return (
    <div
      ref={box}
      onScroll={onScroll}
      className={cx(classes.conversation, compact && classes.compact)}
      role="log"
      aria-label={t('conversation.label')}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the keys
      tabIndex={0}
    >
      {opens ? <Opening ticket={ticket} compact={compact} actions={opening} /> : null}
      {shown.map((item) =>
        item.comment ? (
          <Fragment key={keyOf(item)}>
            {item.comment.id === unreadFrom ? <UnreadLine /> : null}
            <CommentMessage
              comment={item.comment}
              ticket={ticket}
              compact={compact}
              actions={actionsOf?.(item.comment)}
            />
          </Fragment>
        ) : item.activity ? (
          <ActivityLine key={keyOf(item)} activity={item.activity} />
        ) : null,
      )}
      {shown.length === 0 && !opens ? (
        <p className={classes.nothing}>{t(`conversation.no.${tab}`)}</p>
      ) : null}
    </div>
  );
}
