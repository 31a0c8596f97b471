import { IconEye, IconLock, type Icon as TablerIcon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { cx } from '@/shared/lib/cx';

import { Avatar } from './Avatar';
import { Icon } from './Icon';
import classes from './Message.module.css';
import { RelativeTime } from './RelativeTime';
import { Tag } from './Tag';

type MessageProps = {
  author: string;
  when: string;
  /** `public` is ours and was sent; `requester` came from outside. */
  from: 'public' | 'requester';
  /** To whom, or by which way: "to Lena Sorg, 2 watchers", "by mail". */
  how?: ReactNode;
  /** Buttons of the message, behind its time. */
  actions?: ReactNode;
  compact?: boolean;
  children: ReactNode;
};

/** One message of the conversation that the requester can read. */
export function Message(props: MessageProps) {
  const { author, when, from, how, actions, compact = false, children } = props;
  const { t } = useTranslation();
  return (
    <article
      className={cx(
        classes.message,
        from === 'public' && classes.public,
        compact && classes.compact,
      )}
      aria-label={author}
    >
      <header className={classes.head}>
        <Avatar name={author} size={compact ? 'small' : 'medium'} decorative />
        <span className={classes.author}>{author}</span>
        {from === 'public' ? (
          <Tag tone="accent" icon={IconEye}>
            {t('message.public')}
          </Tag>
        ) : null}
        {how ? <span className={classes.how}>{how}</span> : null}
        <span className={classes.end}>
          <RelativeTime when={when} clock />
          {actions}
        </span>
      </header>
      <div className={classes.body}>{children}</div>
    </article>
  );
}

type NoteProps = Omit<MessageProps, 'from' | 'how'>;

/** A note for agents. Never drawn like a message, so that nobody mistakes one for the other. */
export function InternalNote({ author, when, actions, compact = false, children }: NoteProps) {
  const { t } = useTranslation();
  return (
    <article
      className={cx(classes.note, compact && classes.compact)}
      aria-label={`${t('message.noteLong')}: ${author}`}
    >
      <header className={classes.hatch}>
        <span className={classes.kind}>
          <Icon of={IconLock} size="xs" />
          {t('message.note')}
        </span>
        {compact ? null : <span>{t('message.noteShort')}</span>}
        <span className={classes.end}>
          <RelativeTime when={when} clock />
          {actions}
        </span>
      </header>
      <div className={classes.body}>
        <b>{author}</b>
        {children}
      </div>
    </article>
  );
}

type EventProps = { icon: TablerIcon; when: string; children: ReactNode };

/** What happened between the messages, in one quiet line. */
export function EventLine({ icon, when, children }: EventProps) {
  return (
    <div className={classes.event}>
      <Icon of={icon} size="s" />
      <span>{children}</span>
      <RelativeTime className={classes.end} when={when} clock />
    </div>
  );
}
