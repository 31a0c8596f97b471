import { useMutation, useQueryClient } from '@tanstack/react-query';
import i18next from 'i18next';
import { useState } from 'react';

import { compare, isStale } from '@/features/tickets/lib/conflict';
import { htmlWithMentions } from '@/features/tickets/lib/noteHtml';
import { api, read } from '@/shared/api/client';
import { asProblem } from '@/shared/api/problem';
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

/** Texts that can be put together from both versions, and the field each is sent as. */
const TEXTS = { title: 'title', description_text: 'description' } as const;
export type TextField = keyof typeof TEXTS;

/** The text two people changed, if the conflict is about one. */
export function textOf({ fields }: Conflict): TextField | undefined {
  const texts = fields.filter((field) => field !== 'description_html');
  const [field] = texts;
  if (texts.length !== 1) return undefined;
  return field === 'title' || field === 'description_text' ? field : undefined;
}

const textEdit = (field: TextField, text: string): Edit => ({
  body: { [TEXTS[field]]: text },
  shown: {
    [field]: text,
    ...(field === 'description_text' ? { description_html: htmlWithMentions(text, []) } : {}),
  },
});

/** The network or the database is away: the same may work in a moment. */
const mayPass = (error: unknown) => [0, 429, 503].includes(asProblem(error).status);

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

  /** What the person began with is gone by now: they decide before anything is sent. */
  const isOvertaken = (edit: Edit, before: Ticket): boolean => {
    const now = queries.getQueryData(ticketQuery(before.id).queryKey) ?? before;
    const fields = compare(before, now, edit.shown);
    if (!Array.isArray(fields)) return false;
    setConflict({ edit, fields, before, now });
    return true;
  };

  const run = async (edit: Edit, before: Ticket): Promise<boolean> => {
    if (isOvertaken(edit, before)) return false;
    try {
      const after = await mutateAsync({ edit, before });
      if (!after) return false;
      takeOver(queries, after);
      void queries.invalidateQueries({ queryKey: ['ticket', after.id, 'timeline'] });
      const { done, undo } = edit;
      if (done && undo) toastUndo(done, () => void run(undo, after));
      return true;
    } catch (error) {
      const again = { label: i18next.t('action.tryAgain'), run: () => void run(edit, before) };
      toastFailed(error, mayPass(error) ? again : undefined);
      return false;
    }
  };

  return {
    /**
     * True once the server has it; false if it was refused or waits for a decision. `basis` is what
     * stood there when the person began, if that was a while ago.
     */
    edit: async (edit: Edit, basis?: Partial<Ticket>) =>
      ticket ? await run(edit, { ...ticket, ...basis }) : false,
    conflict,
    /** Take what the other made of it. */
    takeTheirs: () => setConflict(null),
    /** Put mine over it. */
    keepMine: () => {
      if (!conflict) return;
      setConflict(null);
      void run(conflict.edit, conflict.now);
    },
    /** Put a text over it that holds both. */
    keepBoth: (field: TextField, text: string) => {
      if (!conflict) return;
      setConflict(null);
      void run(textEdit(field, text), conflict.now);
    },
  };
}

export type Editing = ReturnType<typeof useEdit>;
