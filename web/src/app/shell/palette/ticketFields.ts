import type { TFunction } from 'i18next';

import type { CustomField } from '@/features/tickets/api/catalog';
import type { Ticket, TicketPatch } from '@/features/tickets/api/types';
import { dateTime, fieldTime, fromFieldTime } from '@/shared/lib/format';
import { PRIORITIES, TICKET_TYPES } from '@/shared/lib/vocabulary';

export type Words = TFunction<['common', 'tickets']>;
export type Option = { value: string; label: string };

/** A change of one field: what is sent, and what is shown at once. */
export type FieldEdit = { body: Omit<TicketPatch, 'version'>; shown: Partial<Ticket> };

export type TicketField = {
  id: string;
  label: string;
  /** What stands there. */
  now: string;
  /** What to choose from, all of it; or whose names to look for; or that it is written. */
  from: readonly Option[] | 'desk' | 'people' | 'written';
  /** How a written value is to be typed. */
  form?: string;
  /** What was typed as it starts. */
  typed?: string;
  /** Nothing for a text that makes no value. */
  edit: (option: Option) => FieldEdit | null;
  /** Whether choosing adds to several. */
  several?: boolean;
};

const NONE = '';
const named = ({ value, label }: Option) => (value ? { id: value, name: label } : null);

export type Lists = {
  teams: readonly { id: string; name: string }[];
  categories: readonly { id: string; name: string; path: string }[];
  tags: readonly { name: string }[];
  custom: readonly CustomField[];
};

const none = (t: Words): Option => ({ value: NONE, label: t('tickets:field.none') });

function peopleFields(t: Words, ticket: Ticket, { teams }: Lists): TicketField[] {
  if (!ticket.may.assign) return [];
  return [
    {
      id: 'assignee',
      label: t('tickets:field.assignee'),
      now: ticket.assignee?.name ?? t('person.nobody'),
      from: 'desk',
      edit: (to) => ({
        body: { assignee_id: to.value || null },
        shown: { assignee: named(to) as Ticket['assignee'] },
      }),
    },
    {
      id: 'team',
      label: t('tickets:field.team'),
      now: ticket.team?.name ?? t('tickets:field.none'),
      from: [none(t), ...teams.map(({ id, name }) => ({ value: id, label: name }))],
      edit: (to) => ({ body: { team_id: to.value || null }, shown: { team: named(to) } }),
    },
  ];
}

function wordFields(t: Words, ticket: Ticket): TicketField[] {
  return [
    {
      id: 'priority',
      label: t('tickets:field.priority'),
      now: t(`priority.${ticket.priority}`),
      from: PRIORITIES.map((value) => ({ value, label: t(`priority.${value}`) })),
      edit: ({ value }) => {
        const priority = PRIORITIES.find((each) => each === value);
        return priority ? { body: { priority }, shown: { priority } } : null;
      },
    },
    {
      id: 'type',
      label: t('tickets:field.type'),
      now: t(`type.${ticket.type}`),
      from: TICKET_TYPES.map((value) => ({ value, label: t(`type.${value}`) })),
      edit: ({ value }) => {
        const type = TICKET_TYPES.find((each) => each === value);
        return type ? { body: { type }, shown: { type } } : null;
      },
    },
    ...(['impact', 'urgency'] as const).map((key): TicketField => {
      const level = ticket[key];
      const levels = [1, 2, 3] as const;
      const known = levels.find((each) => each === level);
      return {
        id: key,
        label: t(`tickets:field.${key}`),
        now: known ? t(`tickets:level.${known}`) : t('tickets:field.none'),
        from: levels.map((each) => ({ value: String(each), label: t(`tickets:level.${each}`) })),
        edit: ({ value }) => ({ body: { [key]: Number(value) }, shown: { [key]: Number(value) } }),
      };
    }),
  ];
}

function sortingFields(t: Words, ticket: Ticket, { categories, tags }: Lists): TicketField[] {
  return [
    {
      id: 'category',
      label: t('tickets:field.category'),
      now: ticket.category?.name ?? t('tickets:field.none'),
      from: [none(t), ...categories.map(({ id, path }) => ({ value: id, label: path }))],
      edit: ({ value }) => {
        const { id, name, path } = categories.find((each) => each.id === value) ?? {};
        const category = id && name && path ? { id, name, path } : null;
        return { body: { category_id: category?.id ?? null }, shown: { category } };
      },
    },
    {
      id: 'tags',
      label: t('tickets:field.tags'),
      now: ticket.tags.join(', ') || t('tickets:field.none'),
      from: tags.map(({ name }) => ({ value: name, label: name })),
      several: true,
      edit: ({ value }) => {
        const has = ticket.tags.includes(value);
        const next = has ? ticket.tags.filter((tag) => tag !== value) : [...ticket.tags, value];
        return { body: { tags: next }, shown: { tags: next } };
      },
    },
  ];
}

function writtenFields(t: Words, ticket: Ticket): TicketField[] {
  return [
    {
      id: 'title',
      label: t('tickets:field.title'),
      now: ticket.title,
      from: 'written',
      typed: ticket.title,
      edit: ({ value }) =>
        value.trim() ? { body: { title: value.trim() }, shown: { title: value.trim() } } : null,
    },
    {
      id: 'due',
      label: t('tickets:field.due'),
      now: ticket.due_at ? dateTime(ticket.due_at) : t('tickets:field.none'),
      from: 'written',
      form: t('palette.formTime'),
      typed: ticket.due_at ? fieldTime(ticket.due_at).replace('T', ' ') : '',
      edit: ({ value }) => {
        const due_at = value.trim() ? momentOf(value) : null;
        return due_at === undefined ? null : { body: { due_at }, shown: { due_at } };
      },
    },
    {
      id: 'requester',
      label: t('tickets:field.requester'),
      now: ticket.requester?.name ?? t('tickets:field.none'),
      from: 'people',
      edit: (to) =>
        to.value
          ? {
              body: { requester_id: to.value },
              shown: { requester: named(to) as Ticket['requester'] },
            }
          : null,
    },
  ];
}

/** 2026-11-24 10:00, or the day alone, in the person's zone. */
export function momentOf(text: string): string | undefined {
  const found = /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d?:\d\d))?$/.exec(text.trim());
  if (!found) return undefined;
  const [, day = '', clock = '17:00'] = found;
  const local = `${day}T${clock.padStart(5, '0')}`;
  return Number.isNaN(Date.parse(`${local}Z`)) ? undefined : fromFieldTime(local);
}

const parse: Partial<Record<CustomField['kind'], (text: string) => unknown>> = {
  number: (text) => (Number.isNaN(Number(text)) ? undefined : Number(text)),
  integer: (text) => (Number.isInteger(Number(text)) ? Number(text) : undefined),
  date: (text) => (/^\d{4}-\d\d-\d\d$/.test(text) ? text : undefined),
  datetime: momentOf,
  boolean: (text) => text === 'true',
};

function customSource(t: Words, { kind, options, required }: CustomField): TicketField['from'] {
  const empty = required ? [] : [none(t)];
  if (kind === 'user') return 'people';
  if (kind === 'boolean') {
    const answers = [
      { value: 'true', label: t('tickets:yes') },
      { value: 'false', label: t('tickets:no') },
    ];
    return [...empty, ...answers];
  }
  if (kind === 'select') return [...empty, ...options];
  return kind === 'multi_select' ? options : 'written';
}

function customValue(field: CustomField, before: unknown, { value }: Option): unknown {
  if (field.kind === 'multi_select') {
    const chosen: unknown[] = Array.isArray(before) ? before : [];
    const next = chosen.includes(value)
      ? chosen.filter((each) => each !== value)
      : [...chosen, value];
    return next.length > 0 ? next : null;
  }
  const text = value.trim();
  if (text === '') return null;
  return (parse[field.kind] ?? String)(text);
}

function customField(t: Words, ticket: Ticket, lists: Lists, field: CustomField): TicketField {
  const before: unknown = ticket.custom_fields[field.key];
  const text = before === undefined || before === null ? '' : String(before);
  const teams = lists.teams.map(({ id, name }) => ({ value: id, label: name }));
  const from = field.kind === 'team' ? [none(t), ...teams] : customSource(t, field);
  const label = typeof from === 'string' ? text : from.find(({ value }) => value === text)?.label;
  return {
    id: `custom.${field.key}`,
    label: field.label,
    now: (field.kind === 'user' ? '' : label) || t('tickets:field.none'),
    from,
    several: field.kind === 'multi_select',
    ...(from === 'written' ? { typed: text } : {}),
    ...(field.kind === 'date' ? { form: t('palette.formDay') } : {}),
    ...(field.kind === 'datetime' ? { form: t('palette.formTime') } : {}),
    edit: (option) => {
      const value = customValue(field, before, option);
      if (value === undefined || (value === null && field.required)) return null;
      return {
        body: { custom_fields: { [field.key]: value } } as FieldEdit['body'],
        shown: {
          custom_fields: { ...ticket.custom_fields, [field.key]: value },
        } as Partial<Ticket>,
      };
    },
  };
}

/** Every field of a ticket that this person may set; the status goes its own way. */
export function fieldsOf(t: Words, ticket: Ticket, lists: Lists): TicketField[] {
  return [
    ...wordFields(t, ticket),
    ...peopleFields(t, ticket, lists),
    ...sortingFields(t, ticket, lists),
    ...writtenFields(t, ticket),
    ...lists.custom.map((field) => customField(t, ticket, lists, field)),
  ];
}
