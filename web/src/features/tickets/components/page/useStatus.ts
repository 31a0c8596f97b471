import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { BulkSet } from '@/features/tickets/api/bulk';
import type { Ticket } from '@/features/tickets/api/types';
import type { Resolution } from '@/features/tickets/components/change/ResolveForm';
import { useChangeMany } from '@/features/tickets/components/change/useChangeMany';
import type { TicketStatus } from '@/shared/lib/vocabulary';

/** Move a ticket to another status with the way back; resolving first asks how it ended. */
export function useStatus(ticket: Ticket | undefined) {
  const { t } = useTranslation(['tickets', 'common']);
  const { change } = useChangeMany();
  const [resolving, setResolving] = useState(false);

  const move = (status: TicketStatus, more: BulkSet = {}) => {
    if (!ticket) return;
    const shown = { status, sub_status: null };
    void change({ ids: [ticket.id], set: { status, ...more }, shown }, () =>
      t('edit.status', { to: t(`common:status.${status}`) }),
    );
  };
  return {
    setStatus: (status: TicketStatus) =>
      status === 'resolved' ? setResolving(true) : move(status),
    resolving,
    stopResolving: () => setResolving(false),
    resolve: (resolution: Resolution) => {
      setResolving(false);
      move('resolved', resolution);
    },
  };
}
