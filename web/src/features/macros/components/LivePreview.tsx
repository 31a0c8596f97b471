import { Button, Popover } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { type Step, tryQuery } from '@/features/macros/api/macros';
import { isComplete } from '@/features/macros/lib/steps';
import { asProblem } from '@/shared/api/problem';

import classes from './Macros.module.css';
import { PreviewList } from './PreviewList';

/** Draws the search for a ticket; it belongs to another feature. */
export type TicketSearch = (
  label: string,
  onPick: (ticket: { id: string; number: string }) => void,
) => ReactNode;

type Props = { steps: readonly Step[]; condition: string; ticketSearch: TicketSearch };

const WAIT = 400;

/** What the steps would do to a ticket that one chooses; nothing is written. */
export function LivePreview({ steps, condition, ticketSearch }: Props) {
  const { t } = useTranslation('macros');
  const [open, setOpen] = useState(false);
  const [ticket, setTicket] = useState<{ id: string; number: string } | null>(null);
  const [settled] = useDebouncedValue({ steps: steps.filter(isComplete), condition }, WAIT);
  const { data, error } = useQuery({
    ...tryQuery(settled.steps, settled.condition, ticket?.id ?? ''),
    enabled: ticket !== null && settled.steps.length > 0,
    placeholderData: keepPreviousData,
  });
  return (
    <section className={classes.part}>
      <h3 className={classes.heading}>{t('try.title')}</h3>
      <Popover opened={open} onChange={setOpen} position="bottom-start" trapFocus returnFocus>
        <Popover.Target>
          <Button size="xs" onClick={() => setOpen(!open)}>
            {ticket ? t('try.other', { number: ticket.number }) : t('try.choose')}
          </Button>
        </Popover.Target>
        <Popover.Dropdown>
          {ticketSearch(t('try.choose'), (picked) => {
            setTicket(picked);
            setOpen(false);
          })}
        </Popover.Dropdown>
      </Popover>
      <div className={classes.add} aria-live="polite">
        {error ? <p className={classes.why}>{asProblem(error).message}</p> : null}
        {data && ticket && !error ? <PreviewList preview={data} /> : null}
        {ticket ? null : <p className={classes.nothing}>{t('try.why')}</p>}
      </div>
    </section>
  );
}
