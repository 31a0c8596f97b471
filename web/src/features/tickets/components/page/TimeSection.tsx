import { ActionIcon, Popover } from '@mantine/core';
import { IconPencil, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { timeQuery, useLogTime, useRemoveTime } from '@/features/tickets/api/parts';
import { useChangeTime } from '@/features/tickets/api/timers';
import type { Ticket } from '@/features/tickets/api/types';
import { useMay, useMe } from '@/shared/api/me';
import type { components } from '@/shared/api/schema';
import { date, duration } from '@/shared/lib/format';
import { PersonName } from '@/shared/ui/Avatar';
import { Icon } from '@/shared/ui/Icon';
import { later } from '@/shared/ui/later';
import { Line, Lines, Section } from '@/shared/ui/Section';
import { toastFailed } from '@/shared/ui/toast';
import { OtherTimers, Timer, today } from './Timer';

const TimeForm = later(() => import('./TimeForm'), 'TimeForm');

type Props = { ticket: Ticket; locked: boolean };
type Entry = components['schemas']['TimeRead'];

const MINUTE = 60_000;
const onError = (error: unknown) => toastFailed(error);

/** Change or take back an entry. */
function EntryActions({ ticket, entry }: { ticket: Ticket; entry: Entry }) {
  const { t } = useTranslation('tickets');
  const [open, setOpen] = useState(false);
  const change = useChangeTime(ticket.id);
  const remove = useRemoveTime(ticket.id);
  const time = duration(entry.minutes * MINUTE);
  return (
    <>
      <Popover opened={open} onChange={setOpen} position="bottom-end" trapFocus returnFocus>
        <Popover.Target>
          <ActionIcon
            size="xs"
            aria-label={t('time.edit', { time })}
            onClick={() => setOpen(!open)}
          >
            <Icon of={IconPencil} size="xs" />
          </ActionIcon>
        </Popover.Target>
        <Popover.Dropdown>
          <TimeForm
            first={entry}
            action={t('time.save')}
            busy={change.isPending}
            withDay
            onSave={(values) =>
              change.mutate(
                { entry: entry.id, version: entry.version, ...values },
                { onSuccess: () => setOpen(false), onError },
              )
            }
          />
        </Popover.Dropdown>
      </Popover>
      <ActionIcon
        size="xs"
        aria-label={t('time.remove', { time })}
        onClick={() => remove.mutate(entry.id, { onError })}
      >
        <Icon of={IconTrash} size="xs" />
      </ActionIcon>
    </>
  );
}

/** Working time on the ticket: the sum, who spent it, and the person's own clock. */
export function TimeSection({ ticket, locked }: Props) {
  const { t } = useTranslation('tickets');
  const { person: me } = useMe();
  const mayLog = useMay('ticket:time') && !locked;
  const mayChangeAll = useMay('ticket:delete');
  const { data } = useQuery(timeQuery(ticket.id));
  const log = useLogTime(ticket.id);
  const entries = data?.data ?? [];
  const total = data?.totals.minutes ?? 0;
  if (entries.length === 0 && !mayLog) return null;
  return (
    <Section
      title={t('section.time')}
      meta={total > 0 ? duration(total * MINUTE) : null}
      action={mayLog ? <Timer ticket={ticket} /> : null}
      addLabel={t('time.add')}
      add={
        mayLog
          ? (close) => (
              <TimeForm
                first={{ minutes: 0, note: '', billable: false, spent_on: today() }}
                action={t('time.add')}
                busy={log.isPending}
                withDay
                onSave={(entry) => log.mutate(entry, { onSuccess: close, onError })}
              />
            )
          : undefined
      }
    >
      <OtherTimers ticket={ticket} />
      {entries.length > 0 ? (
        <Lines>
          {entries.map((entry) => (
            <Line
              key={entry.id}
              end={
                <>
                  <span className="num">{duration(entry.minutes * MINUTE)}</span>
                  {mayLog && (entry.person.id === me.id || mayChangeAll) ? (
                    <EntryActions ticket={ticket} entry={entry} />
                  ) : null}
                </>
              }
            >
              <PersonName name={entry.person.name} />
              <span className="muted truncate" title={entry.note}>
                {entry.note || date(entry.spent_on)}
              </span>
            </Line>
          ))}
        </Lines>
      ) : null}
    </Section>
  );
}
