import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';

import { MacroMenu } from '@/features/macros/components/MacroMenu';
import { SavedViewGate } from '@/features/tickets/components/list/SavedViewGate';
import { TicketsView } from '@/features/tickets/components/list/TicketsView';
import type { TicketSearch } from '@/features/tickets/lib/search';

/** Looking at another ticket, or at rows of another height, is no step to go back to. */
function isStep(before: TicketSearch, after: TicketSearch): boolean {
  const strip = ({ ticket: _, density: __, ...rest }: TicketSearch) => JSON.stringify(rest);
  if (strip(before) !== strip(after)) return true;
  return (before.ticket === undefined) !== (after.ticket === undefined);
}

const macrosFor = (ids: readonly string[]) => <MacroMenu inBar targets={{ ids }} />;

export function TicketsRoute() {
  const search = useSearch({ from: '/app/tickets' });
  const navigate = useNavigate();
  const onSearch = useCallback(
    (next: TicketSearch) =>
      void navigate({ to: '/app/tickets', search: next, replace: !isStep(search, next) }),
    [navigate, search],
  );
  const onFilled = useCallback(
    (next: TicketSearch) => void navigate({ to: '/app/tickets', search: next, replace: true }),
    [navigate],
  );
  return (
    <SavedViewGate search={search} onFilled={onFilled}>
      <TicketsView search={search} onSearch={onSearch} macros={macrosFor} />
    </SavedViewGate>
  );
}
