import { type KeyboardEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useKeys } from '@/shared/lib/keys';

import classes from './TicketHead.module.css';

const LONGEST = 500;

type Props = {
  title: string;
  /** Without it the title is plain text. */
  onTitle?: ((title: string, before: string) => void) | undefined;
};

type FieldProps = { title: string; onDone: (title: string, before: string) => void };

function Field({ title, onDone }: FieldProps) {
  const { t } = useTranslation(['tickets', 'together']);
  const [before] = useState(title);
  const [text, setText] = useState(title);
  const warning = useId();
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Enter') {
      event.preventDefault();
      onDone(text, before);
    }
    if (event.key === 'Escape') {
      event.preventDefault();
      onDone(before, before);
    }
  };
  return (
    <>
      <textarea
        className={classes.field}
        aria-describedby={title === before ? undefined : warning}
        aria-label={t('field.title')}
        rows={1}
        maxLength={LONGEST}
        value={text}
        // biome-ignore lint/a11y/noAutofocus: the person asked to write here
        autoFocus
        onFocus={(event) => event.currentTarget.select()}
        onChange={(event) => setText(event.currentTarget.value.replace(/\n/g, ' '))}
        onBlur={() => onDone(text, before)}
        onKeyDown={onKey}
      />
      {title === before ? null : (
        <span id={warning} role="status" className={classes.meanwhile}>
          {t('together:both.changedByOther')} <q>{title}</q>
        </span>
      )}
    </>
  );
}

/** The title of a ticket; a click, or the key e, writes it anew in its place. */
export function EditableTitle({ title, onTitle }: Props) {
  const { t } = useTranslation('tickets');
  const [editing, setEditing] = useState(false);
  useKeys(onTitle ? [{ keys: 'e', label: t('keys.title'), run: () => setEditing(true) }] : []);
  const done = (text: string, before: string) => {
    setEditing(false);
    const next = text.trim();
    if (next && next !== before) onTitle?.(next, before);
  };
  if (!onTitle) {
    return (
      <h1>
        <span className={classes.title}>{title}</span>
      </h1>
    );
  }
  return (
    <h1>
      {editing ? (
        <Field title={title} onDone={done} />
      ) : (
        <button
          type="button"
          className={classes.title}
          title={t('page.editTitle')}
          onClick={() => setEditing(true)}
        >
          {title}
        </button>
      )}
    </h1>
  );
}
