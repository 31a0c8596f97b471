import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { compare, isStale } from '@/features/tickets/lib/conflict';
import { api, read } from '@/shared/api/client';
import { toastFailed, toastUndo } from '@/shared/ui/toast';

import { showAtOnce, takeOver, ticketQuery } from './ticket';
import type { Ticket, TicketPatch } from './types';

export type Edit = {
  /** What is sent. */
  body: Omit<TicketPatch, 'version'>;
  /** What is shown at once, in the words of the ticket. */
  shown: Partial<Ticket>;
  /** Said with the offer to take it back; without words nothing is said. */
  done?: string;
  /** The edit that takes it back. */
  undo?: Omit<Edit, 'undo' | 'done'>;
};

/** Two people changed the same field: what stood there, what stands there now, what I wanted. */
export type Conflict = { edit: Edit; fields: string[]; before: Ticket; now: Ticket };

const send = (id: string, version: number, { body }: Edit) =>
  read(
    api.PATCH('/api/v1/desk/tickets/{ref}', {
      params: { path: { ref: id } },
      body: { ...body, version },
    }),
  );

/**
 * Change fields of a ticket: shown at once, taken back with the reason when refused. A change that
 * another one overtook is sent again if they have nothing to do with each other; else the person
 * decides.
 */
export function useEdit(ticket: Ticket | undefined) {
  const queries = useQueryClient();
  const [conflict, setConflict] = useState<Conflict | null>(null);

  const { mutateAsync } = useMutation({
    mutationFn: async ({ edit, before }: { edit: Edit; before: Ticket }) => {
      const { id } = before;
      const version = queries.getQueryData(ticketQuery(id).queryKey)?.version ?? before.version;
      const back = showAtOnce(queries, new Map([[id, edit.shown]]));
      try {
        return await send(id, version, edit);
      } catch (error) {
        back();
        if (!isStale(error)) throw error;
        const now = await queries.fetchQuery({ ...ticketQuery(id), staleTime: 0 });
        return await settle(edit, before, now);
      }
    },
  });

  const settle = async (edit: Edit, before: Ticket, now: Ticket): Promise<Ticket | null> => {
    const verdict = compare(before, now, edit.shown);
    if (verdict === 'agreed') return now;
    if (verdict === 'free') return await send(now.id, now.version, edit);
    setConflict({ edit, fields: verdict, before, now });
    return null;
  };

  const run = async (edit: Edit, before: Ticket): Promise<boolean> => {
    try {
      const after = await mutateAsync({ edit, before });
      if (!after) return false;
      takeOver(queries, after);
      void queries.invalidateQueries({ queryKey: ['ticket', after.id, 'timeline'] });
      const { done, undo } = edit;
      if (done && undo) toastUndo(done, () => void run(undo, after));
      return true;
    } catch (error) {
      toastFailed(error);
      return false;
    }
  };

  return {
    /** True once the server has it; false if it was refused or waits for a decision. */
    edit: async (edit: Edit) => (ticket ? await run(edit, ticket) : false),
    conflict,
    /** Take what the other made of it. */
    takeTheirs: () => setConflict(null),
    /** Put mine over it. */
    keepMine: () => {
      if (!conflict) return;
      setConflict(null);
      void run(conflict.edit, conflict.now);
    },
  };
}

export type Editing = ReturnType<typeof useEdit>;
