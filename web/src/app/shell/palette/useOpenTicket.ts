import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMatch, useSearch } from '@tanstack/react-router';

import {
  categoriesQuery,
  customFieldsQuery,
  fieldsFor,
  tagsQuery,
} from '@/features/tickets/api/catalog';
import { showAtOnce, takeOver, ticketIdQuery, ticketQuery } from '@/features/tickets/api/ticket';
import type { Ticket } from '@/features/tickets/api/types';
import { isStale } from '@/features/tickets/lib/conflict';
import { api, read } from '@/shared/api/client';
import { teamsQuery } from '@/shared/api/directory';
import { useMay } from '@/shared/api/me';
import { toastFailed, toastUndo } from '@/shared/ui/toast';

import type { FieldEdit, Lists } from './ticketFields';

/** The ticket of this page or of the panel beside the list, if it may be changed. */
export function useOpenTicket(): Ticket | undefined {
  const queries = useQueryClient();
  const desk = useMay('ticket:update');
  const match = useMatch({ from: '/app/tickets/$ref', shouldThrow: false });
  const { ticket: beside } = useSearch({ strict: false });
  const ref = match?.params.ref ?? (typeof beside === 'string' ? beside : '');
  const past = match?.search.at !== undefined;
  const id = useQuery({ ...ticketIdQuery(ref, queries), enabled: desk && ref !== '' }).data ?? '';
  const { data } = useQuery({ ...ticketQuery(id), enabled: id !== '' });
  return data?.may.update && !data.deleted_at && !past ? data : undefined;
}

/** What its fields are chosen from. */
export function useLists(ticket: Ticket | undefined): Lists {
  const enabled = ticket !== undefined;
  const teams = useQuery({ ...teamsQuery, enabled }).data?.data ?? [];
  const categories = useQuery({ ...categoriesQuery, enabled }).data ?? [];
  const tags = useQuery({ ...tagsQuery, enabled }).data ?? [];
  const custom = useQuery({ ...customFieldsQuery, enabled }).data;
  return { teams, categories, tags, custom: ticket ? fieldsFor(custom, ticket.type) : [] };
}

/** The values that a change of these fields replaces, to take it back. */
function before(ticket: Ticket, { body, shown }: FieldEdit): FieldEdit {
  const ids: Record<string, unknown> = {
    assignee_id: ticket.assignee?.id ?? null,
    team_id: ticket.team?.id ?? null,
    category_id: ticket.category?.id ?? null,
    requester_id: ticket.requester?.id ?? null,
  };
  const at = (key: string): unknown => ids[key] ?? (ticket as Record<string, unknown>)[key] ?? null;
  const old = (keys: object) => Object.fromEntries(Object.keys(keys).map((key) => [key, at(key)]));
  const custom = body.custom_fields
    ? Object.fromEntries(
        Object.keys(body.custom_fields).map((key) => [key, ticket.custom_fields[key] ?? null]),
      )
    : undefined;
  return {
    body: { ...old(body), ...(custom ? { custom_fields: custom } : {}) } as FieldEdit['body'],
    shown: old(shown) as Partial<Ticket>,
  };
}

/** Change a ticket from the palette: shown at once, taken back with the reason when refused. */
export function useSetField() {
  const queries = useQueryClient();
  const set = async (ticket: Ticket, edit: FieldEdit, words?: string): Promise<void> => {
    const back = showAtOnce(queries, new Map([[ticket.id, edit.shown]]));
    try {
      const after = await read(
        api.PATCH('/api/v1/desk/tickets/{ref}', {
          params: { path: { ref: ticket.id } },
          body: { ...edit.body, version: ticket.version },
        }),
      );
      takeOver(queries, after);
      void queries.invalidateQueries({ queryKey: ['ticket', after.id, 'timeline'] });
      if (words) toastUndo(words, () => void set(after, before(ticket, edit)));
    } catch (error) {
      back();
      toastFailed(error);
      if (isStale(error)) void queries.invalidateQueries({ queryKey: ['ticket', ticket.id] });
    }
  };
  return set;
}
