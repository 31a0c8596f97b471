import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Ticket } from '@/features/tickets/api/types';
import { dateTime, fieldTime, fromFieldTime } from '@/shared/lib/format';
import { Fuse } from '@/shared/ui/Fuse';
import { Property } from '@/shared/ui/Properties';

import classes from './MainProperties.module.css';

type Props = { ticket: Ticket; locked: boolean; onDue: (due: string | null) => void };

function Editor({ due, onDue }: { due: string | null; onDue: (due: string | null) => void }) {
  const { t } = useTranslation(['tickets', 'common']);
  const [text, setText] = useState(due ? fieldTime(due) : '');
  return (
    <form
      className={classes.due}
      onSubmit={(event) => {
        event.preventDefault();
        onDue(text ? fromFieldTime(text) : null);
      }}
    >
      <TextInput
        type="datetime-local"
        label={t('field.due')}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        data-autofocus
      />
      <div className={classes.dueActions}>
        {due ? (
          <Button size="xs" variant="subtle" onClick={() => onDue(null)}>
            {t('common:action.remove')}
          </Button>
        ) : null}
        <Button size="xs" type="submit" variant="filled">
          {t('edit.setDue')}
        </Button>
      </div>
    </form>
  );
}

/** When it must be done, with the time that is left. */
export function DueProperty({ ticket, locked, onDue }: Props) {
  const { t } = useTranslation('tickets');
  const { due_at, created_at, resolved_at, closed_at, sla_paused_for } = ticket;
  const runs = due_at !== null && !resolved_at && !closed_at;
  return (
    <Property
      label={t('field.due')}
      wide={runs}
      editor={
        locked
          ? undefined
          : (close) => (
              <Editor
                due={due_at}
                onDue={(due) => {
                  close();
                  onDue(due);
                }}
              />
            )
      }
    >
      {due_at ? (
        <span className="num">{dateTime(due_at)}</span>
      ) : (
        <span className={classes.nothing}>{t('field.none')}</span>
      )}
      {runs ? <Fuse dueAt={due_at} startedAt={created_at} pausedFor={sla_paused_for} /> : null}
    </Property>
  );
}
