import { useNavigate, useSearch } from '@tanstack/react-router';

import { lazy, Suspense } from 'react';

import { SupportPage } from '@/features/support/components/SupportPage';
import type { SupportSearch } from '@/features/support/lib/search';

const TicketPanel = lazy(() =>
  import('@/features/tickets/components/panel/TicketPanel').then(({ TicketPanel }) => ({
    default: TicketPanel,
  })),
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
        <Suspense fallback={null}>
          <TicketPanel number={number} onStep={onStep} onClose={onClose} />
        </Suspense>
      )}
    />
  );
}
