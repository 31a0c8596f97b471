import { useDebouncedValue } from '@mantine/hooks';
import { IconPencil } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import type { Ticket } from '@/features/tickets/api/types';
import { peopleChoicesQuery } from '@/shared/api/directory';
import { STATUSES } from '@/shared/lib/vocabulary';

import { byScore, type Choice, choiceOf } from './choices';
import { fieldsOf, type Option, type TicketField, type Words } from './ticketFields';
import { useLists, useSetField } from './useOpenTicket';

type Palette = {
  ticket: Ticket | undefined;
  onField: (field: TicketField) => void;
  onResolve: (ticket: Ticket) => void;
};

/** The statuses the ticket may go to; the change itself goes through `set`. */
function statusField(t: Words, { status, legal_transitions }: Ticket): TicketField {
  return {
    id: 'status',
    label: t('tickets:field.status'),
    now: t(`status.${status}`),
    from: STATUSES.filter((each) => legal_transitions.includes(each)).map((value) => ({
      value,
      label: t(`status.${value}`),
    })),
    edit: ({ value }) => {
      const next = STATUSES.find((each) => each === value);
      return next ? { body: { status: next }, shown: { status: next, sub_status: null } } : null;
    },
  };
}

/** The fields of the open ticket, each with what it can be set to. */
export function useTicketFields({ ticket, onField, onResolve }: Palette) {
  const { t } = useTranslation(['common', 'tickets']);
  const lists = useLists(ticket);
  const set = useSetField();
  const fields = ticket ? [statusField(t, ticket), ...fieldsOf(t, ticket, lists)] : [];
  const group = t('palette.ticket', { number: ticket?.number ?? '' });

  const choose = (field: TicketField, option: Option) => {
    if (!ticket) return;
    if (field.id === 'status' && option.value === 'resolved') return onResolve(ticket);
    const edit = field.edit(option);
    const words = t('palette.done', { field: field.label, value: option.label });
    if (edit) void set(ticket, edit, words);
  };

  /** Fields by name; and once something is typed also "Priority: High" in one go. */
  const choicesFor = (wanted: string): Choice[] =>
    fields.flatMap((field) => {
      const whole = choiceOf(
        {
          id: `field.${field.id}`,
          group,
          label: t('palette.set', { field: field.label }),
          icon: IconPencil,
          hint: <span className="truncate">{field.now}</span>,
          stays: true,
          remembered: true,
          run: () => onField(field),
        },
        wanted,
      );
      if (wanted.length < 2 || typeof field.from === 'string') return whole;
      const direct = field.from.flatMap((option) =>
        choiceOf(
          {
            id: `field.${field.id}.${option.value}`,
            group,
            label: `${field.label}: ${option.label}`,
            icon: IconPencil,
            run: () => choose(field, option),
          },
          wanted,
        ),
      );
      return [...whole, ...direct.toSorted(byScore).slice(0, 3)];
    });
  return { choicesFor, choose };
}

function useOptions(field: TicketField | null, typed: string): readonly Option[] {
  const { t } = useTranslation(['common', 'tickets']);
  const [settled] = useDebouncedValue(typed.trim(), 150);
  const asks = field?.from === 'desk' || field?.from === 'people';
  const found = useQuery({
    ...peopleChoicesQuery(settled, { deskOnly: field?.from === 'desk' }),
    enabled: asks,
  });
  if (!field) return [];
  if (typeof field.from !== 'string') return field.from;
  if (field.from === 'written') return [];
  const people = (found.data?.data ?? []).map(({ id, name }) => ({ value: id, label: name }));
  return field.from === 'desk' ? [{ value: '', label: t('person.nobody') }, ...people] : people;
}

/** What the chosen field can be set to. */
export function useValueChoices(
  field: TicketField | null,
  typed: string,
  choose: (field: TicketField, option: Option) => void,
): Choice[] {
  const { t } = useTranslation(['common', 'tickets']);
  const options = useOptions(field, typed);
  if (!field) return [];
  const group = t('palette.now', { value: field.now });
  if (field.from === 'written' || field.id === 'tags') {
    const wanted = typed.trim();
    const written = { value: wanted, label: wanted || t('tickets:field.none') };
    const known = options.some(({ value }) => value === wanted);
    const isFine = field.edit(written) !== null && !known && (wanted !== '' || field.id !== 'tags');
    const own = isFine
      ? choiceOf(
          {
            id: 'written',
            group,
            label: `${field.label}: ${written.label}`,
            icon: IconPencil,
            run: () => choose(field, written),
          },
          '',
        )
      : [];
    return [...own, ...optionChoices(field, options, typed, group, choose)];
  }
  return optionChoices(field, options, typed, group, choose);
}

function optionChoices(
  field: TicketField,
  options: readonly Option[],
  typed: string,
  group: string,
  choose: (field: TicketField, option: Option) => void,
): Choice[] {
  const fitting = options.flatMap((option) =>
    choiceOf(
      { id: `value.${option.value}`, group, label: option.label, run: () => choose(field, option) },
      typeof field.from === 'string' ? '' : typed,
    ),
  );
  return typed.trim() ? fitting.toSorted(byScore) : fitting;
}
