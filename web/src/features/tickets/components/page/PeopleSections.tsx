import { ActionIcon, Button, Checkbox, NumberInput, TextInput } from '@mantine/core';
import { IconTrash, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import {
  type NewTime,
  timeQuery,
  useLogTime,
  useRemoveTime,
  useUnwatch,
  useWatch,
  watchersQuery,
} from '@/features/tickets/api/parts';
import type { Ticket } from '@/features/tickets/api/types';
import { PersonPick } from '@/features/tickets/components/pickers/NamedPick';
import { useMay, useMe } from '@/shared/api/me';
import { date, duration } from '@/shared/lib/format';
import { PersonName } from '@/shared/ui/Avatar';
import { Icon } from '@/shared/ui/Icon';
import { toastFailed } from '@/shared/ui/toast';

import classes from './MainProperties.module.css';
import { Line, Lines, Section } from './Section';

type Props = { ticket: Ticket; locked: boolean };

const MINUTE = 60_000;

/** Who hears about the ticket besides its requester. */
export function WatchersSection({ ticket, locked }: Props) {
  const { t } = useTranslation('tickets');
  const { person: me } = useMe();
  const { data: watchers = [] } = useQuery(watchersQuery(ticket.id));
  const watch = useWatch(ticket.id);
  const unwatch = useUnwatch(ticket.id);
  const watches = watchers.some(({ id }) => id === me.id);
  const toggle = () =>
    (watches ? unwatch : watch).mutate(me.id, { onError: (error) => toastFailed(error) });
  return (
    <Section
      title={t('section.watchers')}
      meta={watchers.length || null}
      action={
        ticket.deleted_at ? null : (
          <Button
            size="xs"
            variant="subtle"
            loading={watch.isPending || unwatch.isPending}
            onClick={toggle}
          >
            {t(watches ? 'watch.stop' : 'watch.start')}
          </Button>
        )
      }
      addLabel={t('watch.add')}
      add={
        locked
          ? undefined
          : (close) => (
              <PersonPick
                label={t('watch.add')}
                selected={watchers.map(({ id }) => id)}
                onPick={(person) => {
                  close();
                  if (person) watch.mutate(person.id, { onError: (error) => toastFailed(error) });
                }}
              />
            )
      }
    >
      {watchers.length > 0 ? (
        <Lines>
          {watchers.map(({ id, name }) => (
            <Line
              key={id}
              end={
                locked ? null : (
                  <ActionIcon
                    size="xs"
                    aria-label={t('watch.remove', { name })}
                    onClick={() => unwatch.mutate(id, { onError: (error) => toastFailed(error) })}
                  >
                    <Icon of={IconX} size="xs" />
                  </ActionIcon>
                )
              }
            >
              <PersonName name={name} />
            </Line>
          ))}
        </Lines>
      ) : null}
    </Section>
  );
}

function TimeForm({ onLog, busy }: { onLog: (entry: NewTime) => void; busy: boolean }) {
  const { t } = useTranslation('tickets');
  const [minutes, setMinutes] = useState<string | number>('');
  const [note, setNote] = useState('');
  const [billable, setBillable] = useState(false);
  return (
    <form
      className={classes.due}
      onSubmit={(event) => {
        event.preventDefault();
        const spent = Number(minutes);
        if (spent >= 1) onLog({ minutes: spent, note, billable });
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
        <Button size="xs" type="submit" variant="filled" loading={busy}>
          {t('time.add')}
        </Button>
      </div>
    </form>
  );
}

/** Working time on the ticket: the sum, and who spent it. */
export function TimeSection({ ticket, locked }: Props) {
  const { t } = useTranslation('tickets');
  const { person: me } = useMe();
  const mayLog = useMay('ticket:time') && !locked;
  const { data } = useQuery(timeQuery(ticket.id));
  const log = useLogTime(ticket.id);
  const remove = useRemoveTime(ticket.id);
  const entries = data?.data ?? [];
  const total = data?.totals.minutes ?? 0;
  if (entries.length === 0 && !mayLog) return null;
  return (
    <Section
      title={t('section.time')}
      meta={total > 0 ? duration(total * MINUTE) : null}
      addLabel={t('time.add')}
      add={
        mayLog
          ? (close) => (
              <TimeForm
                busy={log.isPending}
                onLog={(entry) =>
                  log.mutate(entry, { onSuccess: close, onError: (error) => toastFailed(error) })
                }
              />
            )
          : undefined
      }
    >
      {entries.length > 0 ? (
        <Lines>
          {entries.map(({ id, person, minutes, note, spent_on }) => (
            <Line
              key={id}
              end={
                <>
                  <span className="num">{duration(minutes * MINUTE)}</span>
                  {mayLog && person.id === me.id ? (
                    <ActionIcon
                      size="xs"
                      aria-label={t('time.remove', { time: duration(minutes * MINUTE) })}
                      onClick={() => remove.mutate(id, { onError: (error) => toastFailed(error) })}
                    >
                      <Icon of={IconTrash} size="xs" />
                    </ActionIcon>
                  ) : null}
                </>
              }
            >
              <PersonName name={person.name} />
              <span className="muted truncate">{note || date(spent_on)}</span>
            </Line>
          ))}
        </Lines>
      ) : null}
    </Section>
  );
}
