import type { TFunction } from 'i18next';

import type { Ticket } from '@/features/tickets/api/types';
import type { Edit } from '@/features/tickets/api/useEdit';
import type { TicketPriority, TicketType } from '@/shared/lib/vocabulary';

type Words = TFunction<['tickets', 'common']>;
type Person = Ticket['assignee'];

/** The changes of single fields, each with the way back. */

export function priorityEdit(t: Words, ticket: Ticket, priority: TicketPriority): Edit {
  const set = (value: TicketPriority) => ({
    body: { priority: value },
    shown: { priority: value },
  });
  return {
    ...set(priority),
    done: t('edit.priority', { to: t(`common:priority.${priority}`) }),
    undo: set(ticket.priority),
  };
}

export function assigneeEdit(t: Words, ticket: Ticket, to: Person): Edit {
  const set = (person: Person) => ({
    body: { assignee_id: person?.id ?? null },
    shown: { assignee: person },
  });
  return {
    ...set(to),
    done: to ? t('edit.assigned', { name: to.name }) : t('edit.unassigned'),
    undo: set(ticket.assignee),
  };
}

export function teamEdit(t: Words, ticket: Ticket, to: Ticket['team']): Edit {
  const set = (team: Ticket['team']) => ({ body: { team_id: team?.id ?? null }, shown: { team } });
  return {
    ...set(to),
    done: to ? t('edit.team', { name: to.name }) : t('edit.noTeam'),
    undo: set(ticket.team),
  };
}

export function categoryEdit(t: Words, ticket: Ticket, to: Ticket['category']): Edit {
  const set = (category: Ticket['category']) => ({
    body: { category_id: category?.id ?? null },
    shown: { category },
  });
  return {
    ...set(to),
    done: to ? t('edit.category', { name: to.path }) : t('edit.noCategory'),
    undo: set(ticket.category),
  };
}

export const requesterEdit = (to: NonNullable<Ticket['requester']>): Edit => ({
  body: { requester_id: to.id },
  shown: { requester: to },
});

export const typeEdit = (type: TicketType): Edit => ({ body: { type }, shown: { type } });

export const titleEdit = (title: string): Edit => ({ body: { title }, shown: { title } });

export const dueEdit = (due_at: string | null): Edit => ({
  body: { due_at },
  shown: { due_at, due_overridden: due_at !== null },
});

export function tagEdit({ tags }: Ticket, tag: string): Edit {
  const next = tags.includes(tag) ? tags.filter((each) => each !== tag) : [...tags, tag];
  return { body: { tags: next }, shown: { tags: next } };
}

export function customEdit({ custom_fields }: Ticket, key: string, value: unknown): Edit {
  const { [key]: _, ...others } = custom_fields;
  return {
    body: { custom_fields: { [key]: value } },
    shown: { custom_fields: value === null ? others : { ...others, [key]: value } },
  };
}
