import { useNavigate, useSearch } from '@tanstack/react-router';

import { SupportPage } from '@/features/support/components/SupportPage';
import type { SupportSearch } from '@/features/support/lib/search';
import { later } from '@/shared/ui/later';

const TicketPanel = later(
  () => import('@/features/tickets/components/panel/TicketPanel'),
  'TicketPanel',
);

/** Looking at another ticket is no step to go back to; opening and closing one is. */
const isStep = (before: SupportSearch, after: SupportSearch) =>
  (before.ticket === undefined) !== (after.ticket === undefined) || before.q === after.q;

export function SupportRoute() {
  const search = useSearch({ from: '/app/support' });
  const navigate = useNavigate();
  return (
    <SupportPage
      search={search}
      onSearch={(next) =>
        void navigate({ to: '/app/support', search: next, replace: !isStep(search, next) })
      }
      detail={({ number, onStep, onClose }) => (
        <TicketPanel number={number} onStep={onStep} onClose={onClose} />
      )}
    />
  );
}
