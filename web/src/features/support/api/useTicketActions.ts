import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';

import { api, read } from '@/shared/api/client';
import type { components } from '@/shared/api/schema';

type Schemas = components['schemas'];
export type TicketDraft = Schemas['TicketCreate'];
export type TicketPatch = Schemas['TicketPatch'];
export type Ticket = Schemas['TicketRead'];

/** Write tickets; what is on the screen is read again. Refusals are thrown as a Problem. */
export function useTicketActions() {
  const queries = useQueryClient();
  const renew = useCallback(() => {
    void queries.invalidateQueries({ queryKey: ['support'] });
    void queries.invalidateQueries({ queryKey: ['tickets'] });
  }, [queries]);

  const createTicket = useCallback(
    async (draft: TicketDraft): Promise<Ticket> => {
      const ticket = await read(api.POST('/api/v1/desk/tickets', { body: draft }));
      renew();
      return ticket;
    },
    [renew],
  );
  const updateTicket = useCallback(
    async (ref: string, patch: TicketPatch): Promise<Ticket> => {
      const ticket = await read(
        api.PATCH('/api/v1/desk/tickets/{ref}', { params: { path: { ref } }, body: patch }),
      );
      queries.setQueryData(['ticket', ticket.id], ticket);
      renew();
      return ticket;
    },
    [queries, renew],
  );
  return { createTicket, updateTicket };
}
