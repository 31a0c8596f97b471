import { Button, Checkbox, NumberInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import classes from './MainProperties.module.css';

export type TimeValues = { minutes: number; note: string; billable: boolean; spent_on: string };

type Props = {
  first: TimeValues;
  action: string;
  busy: boolean;
  /** A running timer is of today. */
  withDay?: boolean;
  onSave: (values: TimeValues) => void;
  /** A second way out, before the button. */
  other?: { label: string; run: () => void } | undefined;
};

/** How long, on which day, on what. */
export function TimeForm({ first, action, busy, withDay = false, onSave, other }: Props) {
  const { t } = useTranslation('tickets');
  const [minutes, setMinutes] = useState<string | number>(first.minutes || '');
  const [note, setNote] = useState(first.note);
  const [billable, setBillable] = useState(first.billable);
  const [day, setDay] = useState(first.spent_on);
  return (
    <form
      className={classes.due}
      onSubmit={(event) => {
        event.preventDefault();
        const spent = Number(minutes);
        if (spent >= 1) onSave({ minutes: spent, note, billable, spent_on: day });
      }}
    >
      <NumberInput
        label={t('time.minutes')}
        min={1}
        max={10_080}
        allowDecimal={false}
        value={minutes}
        onChange={setMinutes}
        data-autofocus
      />
      {withDay ? (
        <TextInput
          type="date"
          label={t('time.day')}
          value={day}
          required
          onChange={(event) => setDay(event.currentTarget.value)}
        />
      ) : null}
      <TextInput
        label={t('time.note')}
        value={note}
        maxLength={2000}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <Checkbox
        label={t('time.billable')}
        checked={billable}
        onChange={(event) => setBillable(event.currentTarget.checked)}
      />
      <div className={classes.dueActions}>
        {other ? (
          <Button size="xs" onClick={other.run}>
            {other.label}
          </Button>
        ) : null}
        <Button size="xs" type="submit" variant="filled" loading={busy}>
          {action}
        </Button>
      </div>
    </form>
  );
}
