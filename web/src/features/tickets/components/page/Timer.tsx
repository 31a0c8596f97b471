import { Button, Popover } from '@mantine/core';
import { IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { timerQuery, useTimer } from '@/features/tickets/api/timers';
import type { Ticket } from '@/features/tickets/api/types';
import { duration } from '@/shared/lib/format';
import { useNow } from '@/shared/lib/useNow';
import { Icon } from '@/shared/ui/Icon';
import { later } from '@/shared/ui/later';
import { toastDone, toastFailed } from '@/shared/ui/toast';

const TimeForm = later(() => import('./TimeForm'), 'TimeForm');

const MINUTE = 60_000;
const onError = (error: unknown) => toastFailed(error);
const passed = (since: string, now: number) => Math.max(now - Date.parse(since), 0);

/** The day as the person counts it. */
export function today(): string {
  const now = new Date();
  const two = (part: number) => String(part).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/** Stop the timer: its time is entered, corrected, or forgotten. */
function Stop({ ticket, since }: { ticket: Ticket; since: string }) {
  const { t } = useTranslation('tickets');
  const [open, setOpen] = useState(false);
  const now = useNow();
  const { stop, forget } = useTimer(ticket.id);
  const time = duration(passed(since, now));
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" trapFocus returnFocus>
      <Popover.Target>
        <Button
          size="xs"
          variant="subtle"
          leftSection={<Icon of={IconPlayerStop} size="s" />}
          aria-label={`${t('timer.stop')}: ${t('timer.running', { time })}`}
          onClick={() => setOpen(!open)}
        >
          <span className="num">{time}</span>
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <TimeForm
          first={{
            minutes: Math.max(1, Math.ceil(passed(since, now) / MINUTE)),
            note: '',
            billable: false,
            spent_on: today(),
          }}
          action={t('timer.enter')}
          busy={stop.isPending}
          onSave={({ minutes, note, billable }) => {
            const entered = t('timer.entered', { time: duration(minutes * MINUTE) });
            // The clock is gone when the answer comes, so the hook would not hear it.
            stop.mutateAsync({ minutes, note, billable }).then(() => toastDone(entered), onError);
          }}
          other={{
            label: t('timer.forget'),
            run: () => {
              forget.mutateAsync().then(() => toastDone(t('timer.forgotten')), onError);
            },
          }}
        />
      </Popover.Dropdown>
    </Popover>
  );
}

/** The person's clock on this ticket. */
export function Timer({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation('tickets');
  const { data } = useQuery(timerQuery(ticket.id));
  const { start } = useTimer(ticket.id);
  if (!data) return null;
  if (data.started_at) return <Stop ticket={ticket} since={data.started_at} />;
  return (
    <Button
      size="xs"
      variant="subtle"
      leftSection={<Icon of={IconPlayerPlay} size="s" />}
      loading={start.isPending}
      onClick={() => start.mutate(undefined, { onError })}
    >
      {t('timer.start')}
    </Button>
  );
}

/** Who else works on the ticket right now. */
export function OtherTimers({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation('tickets');
  const now = useNow();
  const { data } = useQuery(timerQuery(ticket.id));
  return (data?.others ?? []).map(({ person, started_at }) => (
    <p key={person.id} className="small muted">
      {t('timer.other', { name: person.name, time: duration(passed(started_at, now)) })}
    </p>
  ));
}
