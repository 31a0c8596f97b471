import { useMediaQuery } from '@mantine/hooks';
import { useCallback } from 'react';

import { step } from '@/features/tickets/lib/selection';
import { isFocusLost } from '@/shared/lib/useReturnFocus';
import { later } from '@/shared/ui/later';
import type { ListProps, MacrosFor } from './listProps';
import { TicketList } from './TicketList';
import { focusRow } from './useRowKeys';
import { useTicketList } from './useTicketList';

const TicketPanel = later(
  () => import('@/features/tickets/components/panel/TicketPanel'),
  'TicketPanel',
);

/** The list and, where there is room, the ticket opened beside it. */
export function TicketsView({ search, onSearch, macros }: ListProps & { macros: MacrosFor }) {
  const listing = useTicketList(search);
  const isPhone = useMediaQuery('(max-width: 767px)') ?? false;
  const { ticket } = search;
  const numbers = listing.rows.map(({ number }) => number);

  const close = useCallback(() => {
    const { ticket: _, ...rest } = search;
    onSearch(rest);
    const row = listing.rows.find(({ number }) => number === ticket);
    // Once the panel is gone: one goes on from the row of the ticket that was open.
    requestAnimationFrame(() => {
      if (row && isFocusLost()) focusRow(row.id);
    });
  }, [search, onSearch, listing.rows, ticket]);
  const onStep = (steps: 1 | -1) => {
    const next = step(numbers, ticket ?? null, steps);
    if (next !== null && next !== ticket) onSearch({ ...search, ticket: next });
  };
  return (
    <>
      <TicketList search={search} onSearch={onSearch} listing={listing} macros={macros} />
      {ticket && !isPhone ? (
        <TicketPanel
          number={ticket}
          onStep={numbers.includes(ticket) ? onStep : undefined}
          onClose={close}
        />
      ) : null}
    </>
  );
}
