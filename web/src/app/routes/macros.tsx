import { MacrosPage } from '@/features/macros/components/MacrosPage';
import { TicketPick } from '@/features/tickets/components/page/TicketPick';

/** Macros, tried on a ticket that one looks for. */
export function MacrosRoute() {
  return (
    <MacrosPage
      ticketSearch={(label, onPick) => <TicketPick label={label} except="" onPick={onPick} />}
    />
  );
}
