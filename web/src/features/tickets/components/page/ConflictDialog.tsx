import { Button, Modal, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { timelineQuery } from '@/features/tickets/api/ticket';
import type { Ticket } from '@/features/tickets/api/types';
import {
  type Conflict,
  type Editing,
  type TextField,
  textOf,
} from '@/features/tickets/api/useEdit';
import classes from '@/features/tickets/components/change/change.module.css';
import { merged } from '@/features/tickets/lib/merge';
import { dateTime, time } from '@/shared/lib/format';
import { Priority } from '@/shared/ui/Priority';
import { Status } from '@/shared/ui/Status';

type Fields = Partial<Record<string, unknown>>;

const NAMES = {
  title: 'title',
  priority: 'priority',
  status: 'status',
  assignee: 'assignee',
  team: 'team',
  category: 'category',
  requester: 'requester',
  type: 'type',
  tags: 'tags',
  due_at: 'due',
  description_text: 'description',
} as const;

const nameOf = (field: string) =>
  Object.entries(NAMES).find(([key]) => key === field)?.[1] ?? 'details';

const isNothing = (value: unknown) => value === null || value === undefined || value === '';

const nameIn = (value: unknown) =>
  typeof value === 'object' && value !== null && 'name' in value ? String(value.name) : undefined;

/** A value of a ticket as its page shows it. */
function useShown(): (field: string, value: unknown) => ReactNode {
  const { t } = useTranslation(['tickets', 'common']);
  const drawn: Record<string, (value: unknown) => ReactNode> = {
    priority: (value) => <Priority priority={value as Ticket['priority']} />,
    status: (value) => <Status status={value as Ticket['status']} />,
    type: (value) => t(`common:type.${value as Ticket['type']}`),
    due_at: (value) => dateTime(String(value)),
  };
  const plain = (value: unknown): ReactNode => {
    if (Array.isArray(value)) return value.join(', ') || t('field.none');
    return typeof value === 'object' ? (nameIn(value) ?? t('conflict.other')) : String(value);
  };
  return (field, value) =>
    isNothing(value) ? t('field.none') : (drawn[field]?.(value) ?? plain(value));
}

/** Who made the newest change, and when. */
function useOther({ now }: Conflict) {
  const { data = [] } = useQuery(timelineQuery(now.id));
  const made = data.filter(({ activity }) => activity?.version === now.version).at(-1)?.activity;
  return { name: made?.actor.name, at: made?.at };
}

function Versions({ conflict, name, at }: { conflict: Conflict; name: string; at?: string }) {
  const { t } = useTranslation('tickets');
  const shown = useShown();
  const { edit, fields, before, now } = conflict;
  const rows = (field: string): [string, unknown, string][] => [
    [t('conflict.before'), (before as Fields)[field], ''],
    [name, (now as Fields)[field], at ? time(at) : ''],
    [t('conflict.you'), (edit.shown as Fields)[field], t('conflict.notSaved')],
  ];
  const read = fields.filter((field) => field !== 'description_html');
  return read.map((field) => (
    <div key={field}>
      <h3>{t(`field.${nameOf(field)}`)}</h3>
      <div className={classes.versions}>
        {rows(field).map(([who, value, note]) => (
          <div key={who} className={classes.version}>
            <span className="muted truncate">{who}</span>
            <span>{shown(field, value)}</span>
            <span className="muted small">{note}</span>
          </div>
        ))}
      </div>
    </div>
  ));
}

/** The text that holds both, to be put in order before it is saved. */
function Both({ conflict, field, editing, onBack }: BothProps) {
  const { t } = useTranslation(['together', 'common']);
  const { before, now, edit } = conflict;
  const words = (fields: Fields) => String(fields[field] ?? '');
  const [text, setText] = useState(() => merged(words(before), words(edit.shown), words(now)));
  return (
    <>
      <Textarea
        label={t('both.field')}
        autosize
        minRows={field === 'title' ? 2 : 6}
        maxRows={16}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        data-autofocus
      />
      <div className={classes.actions}>
        <Button onClick={onBack}>{t('common:action.back')}</Button>
        <Button
          variant="filled"
          disabled={text.trim() === ''}
          onClick={() => editing.keepBoth(field, text.trim())}
        >
          {t('both.save')}
        </Button>
      </div>
    </>
  );
}

type BothProps = { conflict: Conflict; field: TextField; editing: Editing; onBack: () => void };

function Dialog({ conflict, editing }: { conflict: Conflict; editing: Editing }) {
  const { t } = useTranslation(['tickets', 'common', 'together']);
  const other = useOther(conflict);
  const [both, setBoth] = useState(false);
  const field = textOf(conflict);
  const name = other.name ?? t('conflict.somebody');
  return (
    <Modal
      opened
      onClose={editing.takeTheirs}
      title={t('conflict.title', { name })}
      closeButtonProps={{ 'aria-label': t('common:action.close') }}
    >
      <Versions conflict={conflict} name={name} {...(other.at ? { at: other.at } : {})} />
      {field && both ? (
        <Both conflict={conflict} field={field} editing={editing} onBack={() => setBoth(false)} />
      ) : (
        <>
          <p className="muted small">{t('conflict.kept')}</p>
          <div className={classes.actions}>
            <Button onClick={editing.keepMine}>{t('conflict.mine')}</Button>
            {field ? (
              <Button onClick={() => setBoth(true)}>{t('together:both.action')}</Button>
            ) : null}
            <Button variant="filled" onClick={editing.takeTheirs} data-autofocus>
              {t('conflict.theirs', { name })}
            </Button>
          </div>
        </>
      )}
    </Modal>
  );
}

/** Two people changed the same field: both values, and whose it shall be. */
export function ConflictDialog({ editing }: { editing: Editing }) {
  const { conflict } = editing;
  return conflict ? <Dialog conflict={conflict} editing={editing} /> : null;
}
