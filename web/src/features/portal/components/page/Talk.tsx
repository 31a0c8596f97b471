import { IconPaperclip } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import type { PortalFile, Request } from '@/features/portal/api/types';
import { cx } from '@/shared/lib/cx';
import { fileSize } from '@/shared/lib/format';
import { Avatar } from '@/shared/ui/Avatar';
import { Icon } from '@/shared/ui/Icon';
import { RelativeTime } from '@/shared/ui/RelativeTime';
import { RichText } from '@/shared/ui/RichText';

import classes from './RequestPage.module.css';

const address = (id: string) => `/api/v1/attachments/${id}`;

/** Pictures are shown, other files are links. */
function Files({ files }: { files: readonly PortalFile[] }) {
  const { t } = useTranslation('portal');
  if (files.length === 0) return null;
  return (
    <ul className={classes.files} aria-label={t('form.files')}>
      {files.map(({ id, filename, size, has_preview }) => (
        <li key={id}>
          {has_preview ? (
            <a href={`${address(id)}/content`}>
              <img
                className={classes.thumb}
                src={`${address(id)}/preview`}
                alt={filename}
                loading="lazy"
              />
            </a>
          ) : (
            <a className={classes.file} href={`${address(id)}/content`}>
              <Icon of={IconPaperclip} size="s" />
              <span className="truncate">{filename}</span>
              <span className="muted small num">{fileSize(size)}</span>
            </a>
          )}
        </li>
      ))}
    </ul>
  );
}

type BubbleProps = {
  name: string;
  isMe: boolean;
  isDesk?: boolean;
  at: string;
  html: string;
  files: readonly PortalFile[];
};

function Bubble({ name, isMe, isDesk = false, at, html, files }: BubbleProps) {
  const { t } = useTranslation('portal');
  return (
    <article
      className={cx(classes.bubble, isMe && classes.me)}
      aria-label={isMe ? t('page.you') : name}
    >
      <div className={classes.by}>
        {isMe ? null : <Avatar name={name} size="small" decorative />}
        <strong>{isMe ? t('page.you') : name}</strong>
        {isDesk ? <span>{t('page.desk')}</span> : null}
        <RelativeTime className="num" when={at} clock />
      </div>
      <RichText html={html} />
      <Files files={files} />
    </article>
  );
}

type Entry =
  | { kind: 'said'; at: string; said: Request['said'][number] }
  | { kind: 'move'; at: string; move: Request['moves'][number] };

/** What was said and what happened, in one order. */
function entriesOf({ said, moves }: Request): Entry[] {
  const entries: Entry[] = [
    ...said.map((each) => ({ kind: 'said', at: each.at, said: each }) as const),
    ...moves.map((each) => ({ kind: 'move', at: each.at, move: each }) as const),
  ];
  return entries.sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

/** The conversation, from what was asked on. */
export function Talk({ request }: { request: Request }) {
  const { t } = useTranslation('portal');
  const { is_mine, asked_by, created_at, description_html, title, files } = request;
  return (
    <div className={classes.talk} role="log" aria-label={t('page.talk')}>
      <Bubble
        name={asked_by || t('approval.somebody')}
        isMe={is_mine}
        at={created_at}
        html={description_html || title}
        files={files}
      />
      {entriesOf(request).map((entry) =>
        entry.kind === 'said' ? (
          <Bubble
            key={entry.said.id}
            name={entry.said.by.name}
            isMe={entry.said.by.is_me}
            isDesk={entry.said.by.is_desk}
            at={entry.at}
            html={entry.said.body_html}
            files={entry.said.files}
          />
        ) : (
          <p key={`${entry.at}-${entry.move.state}`} className={classes.step}>
            {t(`state.${entry.move.state}`)}, <RelativeTime when={entry.at} clock />
          </p>
        ),
      )}
    </div>
  );
}
