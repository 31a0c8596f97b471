import { Button } from '@mantine/core';
import { IconCornerUpLeft, IconLock } from '@tabler/icons-react';
import {
  type KeyboardEvent,
  type ReactNode,
  type Ref,
  type TextareaHTMLAttributes,
  useId,
  useState,
} from 'react';
import { useTranslation } from 'react-i18next';

import { cx } from '@/shared/lib/cx';

import classes from './Composer.module.css';
import { Icon } from './Icon';

export type ComposerKind = 'public' | 'note';
export type ComposerTexts = Record<ComposerKind, string>;

type TextProps = Pick<
  TextareaHTMLAttributes<HTMLTextAreaElement>,
  'onSelect' | 'onBlur' | 'aria-autocomplete' | 'aria-controls' | 'aria-activedescendant'
>;

type Props = {
  kind: ComposerKind;
  onKind: (kind: ComposerKind) => void;
  /** Two texts that never meet. */
  texts: ComposerTexts;
  onText: (kind: ComposerKind, text: string) => void;
  onSend: (kind: ComposerKind) => void;
  sending?: boolean;
  /** The writer asked, and writes to the desk. */
  asks?: boolean;
  /** Which of the two the person may write. */
  kinds?: readonly ComposerKind[];
  /** Who will read the public reply: always visible. */
  recipients: ReactNode;
  /** Whom the note tells. */
  notifies?: ReactNode;
  /** Right end of the tabs, as "Draft saved 10:06". */
  aside?: ReactNode;
  /** At the left: attach, canned replies. */
  tools?: ReactNode;
  /** Beside the send button: "then set". */
  beside?: ReactNode;
  /** Files that go with it. */
  attachments?: ReactNode;
  /** Why it cannot be sent. */
  error?: string | undefined;
  /** Above the text: another copy of it, who took it over. */
  notices?: ReactNode;
  /** Below the text: what to look at before it is sent. */
  hints?: ReactNode;
  /** "Send reply to Lena" instead of the plain words. */
  sendLabel?: string | undefined;
  /** It is on its way out: the text rests, and this stands in place of the buttons. */
  outgoing?: ReactNode;
  textRef?: Ref<HTMLTextAreaElement>;
  /** Keys while writing; true if the key is used up. */
  onTextKey?: (event: KeyboardEvent<HTMLTextAreaElement>) => boolean;
  /** More about the text field: what it suggests, where its caret is. */
  textProps?: TextProps | undefined;
};

const BOTH = ['public', 'note'] as const;

function placeholderOf(isNote: boolean, asks: boolean) {
  if (isNote) return 'notePlaceholder';
  return asks ? 'deskPlaceholder' : 'publicPlaceholder';
}

function buttonOf(isNote: boolean, asks: boolean) {
  if (isNote) return 'addNote';
  return asks ? 'sendToDesk' : 'send';
}

const isSend = ({ key, ctrlKey, metaKey }: KeyboardEvent) =>
  key === 'Enter' && (ctrlKey || metaKey);

/** Where replies and notes are written. The two never share a text, a colour or a button. */
export function Composer(props: Props) {
  const {
    kind,
    onKind,
    texts,
    onText,
    onSend,
    sending = false,
    kinds = BOTH,
    asks = false,
  } = props;
  const { t } = useTranslation();
  const id = useId();
  const [announcement, setAnnouncement] = useState('');
  const isNote = kind === 'note';
  const empty = texts[kind].trim() === '';

  const choose = (next: ComposerKind) => {
    onKind(next);
    setAnnouncement(t(next === 'note' ? 'composer.nowNote' : 'composer.nowPublic'));
  };
  const onTabKey = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    const other = kinds.find((each) => each !== kind);
    if (!other) return;
    choose(other);
    document.getElementById(`${id}-${other}`)?.focus();
  };
  const onTextKey = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (props.onTextKey?.(event)) event.preventDefault();
    else if (isSend(event) && !empty && !props.outgoing) onSend(kind);
  };

  return (
    <section className={cx(classes.box, isNote && classes.note)} aria-label={t('composer.label')}>
      <div className={classes.tabs} role="tablist" aria-label={t('composer.label')}>
        {kinds.map((each) => (
          <button
            key={each}
            id={`${id}-${each}`}
            type="button"
            role="tab"
            aria-selected={each === kind}
            aria-controls={`${id}-panel`}
            tabIndex={each === kind ? 0 : -1}
            className={classes.tab}
            onClick={() => choose(each)}
            onKeyDown={onTabKey}
          >
            <Icon of={each === 'note' ? IconLock : IconCornerUpLeft} size="s" />
            {t(asks ? 'composer.reply' : `composer.${each}`)}
          </button>
        ))}
        {props.aside ? <span className={classes.aside}>{props.aside}</span> : null}
      </div>
      <span className="unseen" aria-live="polite">
        {announcement}
      </span>
      <div id={`${id}-panel`} role="tabpanel" aria-labelledby={`${id}-${kind}`}>
        <div className={classes.to}>
          {isNote ? (
            <>
              <span className={classes.rule}>{t('composer.noteRule')}</span>
              {props.notifies ? (
                <>
                  <span>{t('composer.notifies')}</span>
                  {props.notifies}
                </>
              ) : null}
            </>
          ) : (
            <>
              <span className="muted">{t('composer.to')}</span>
              {props.recipients}
            </>
          )}
        </div>
        {props.notices}
        <textarea
          ref={props.textRef}
          className={cx(classes.text, props.outgoing ? classes.resting : undefined)}
          readOnly={Boolean(props.outgoing)}
          {...props.textProps}
          aria-label={t(asks ? 'composer.reply' : `composer.${kind}`)}
          placeholder={t(`composer.${placeholderOf(isNote, asks)}`)}
          rows={2}
          value={texts[kind]}
          onChange={(event) => onText(kind, event.currentTarget.value)}
          onKeyDown={onTextKey}
        />
        {props.attachments}
        {props.hints}
        {props.error ? (
          <div className={cx(classes.to, classes.failed)} role="alert">
            {props.error}
          </div>
        ) : null}
        {props.outgoing ?? (
          <div className={classes.foot}>
            {props.tools}
            <span className={classes.gap} />
            {props.beside}
            <Button
              size="xs"
              variant={isNote ? 'note' : 'filled'}
              loading={sending}
              disabled={empty}
              leftSection={isNote ? <Icon of={IconLock} size="s" /> : undefined}
              onClick={() => onSend(kind)}
            >
              <span className="truncate">
                {props.sendLabel ?? t(`composer.${buttonOf(isNote, asks)}`)}
              </span>
            </Button>
          </div>
        )}
      </div>
    </section>
  );
}
