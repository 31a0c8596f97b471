import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { type CustomField, customFieldsQuery, fieldsFor } from '@/features/tickets/api/catalog';
import { readTemplateDraft, useCreateTicket } from '@/features/tickets/api/newTicket';
import { useUploads } from '@/features/tickets/api/useUploads';
import {
  BLANK,
  bodyOf,
  type NewTicketValues,
  placeErrors,
  withTemplate,
} from '@/features/tickets/lib/newTicket';
import {
  forgetNewTicket,
  keepNewTicket,
  readNewTicket,
} from '@/features/tickets/lib/newTicketDraft';
import { useMay, useMe } from '@/shared/api/me';
import { asProblem } from '@/shared/api/problem';
import { toastFailed } from '@/shared/ui/toast';

import type { Refusal } from './RefusalSummary';

const NAMES = {
  title: 'name',
  description: 'description',
  type: 'type',
  category_id: 'category',
  attachment_ids: 'files',
} as const;

const DESK_NAMES = {
  priority: 'priority',
  impact: 'impact',
  urgency: 'urgency',
  requester_id: 'requester',
  assignee_id: 'assignee',
  team_id: 'team',
  due_at: 'due',
  tags: 'tags',
} as const;

const isEmpty = (value: unknown) =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && !value.length);

/** Fields whose value has to be there, and is not. */
function missing(values: NewTicketValues, fields: readonly CustomField[]): string[] {
  const own = fields.filter(
    ({ key, required, default_value }) =>
      required && isEmpty(values.custom_fields[key] ?? default_value),
  );
  return [
    ...(values.title.trim() ? [] : ['title']),
    ...own.map(({ key }) => `custom_fields.${key}`),
  ];
}

/** The organisation's fields that this person fills in for this type. */
function useOwnFields(type: NewTicketValues['type'], isDesk: boolean): readonly CustomField[] {
  const people = useMay('people:read');
  const teams = useMay('team:read');
  const { data } = useQuery(customFieldsQuery);
  return fieldsFor(data, type).filter(
    ({ kind, visible_to_requester }) =>
      (isDesk || visible_to_requester) && (kind !== 'user' || people) && (kind !== 'team' || teams),
  );
}

/** The new ticket while it is written: values, files, template, refusals, and the way out. */
export function useNewTicket(onCreated: (number: string) => void) {
  const { t } = useTranslation(['newTicket', 'common']);
  const isDesk = useMe().role !== 'requester';
  const form = useForm<NewTicketValues>({ initialValues: readNewTicket() });
  const uploads = useUploads();
  const create = useCreateTicket();
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const fields = useOwnFields(form.values.type, isDesk);
  const isDirty = JSON.stringify(form.values) !== JSON.stringify(BLANK);

  useEffect(() => {
    if (isDirty) keepNewTicket(form.values);
    else forgetNewTicket();
  }, [form.values, isDirty]);

  const names = new Map<string, string>([
    ...Object.entries({ ...NAMES, ...(isDesk ? DESK_NAMES : {}) }).map(
      ([path, key]) => [path, t(key)] as const,
    ),
    ...fields.map(({ key, label }) => [`custom_fields.${key}`, label] as const),
  ]);

  const goTo = (path: string) => {
    const node = document.querySelector<HTMLElement>(`[data-path="${CSS.escape(path)}"]`);
    node?.focus();
    node?.scrollIntoView({ block: 'center' });
  };

  const refuse = (found: Record<string, string>, rest: string[], requestId: string) => {
    form.setErrors(found);
    const listed = Object.entries(found).map(([path, reason]) => ({
      path,
      reason,
      name: names.get(path) ?? path,
    }));
    setRefusal({ fields: listed, rest, requestId });
    const [first] = listed;
    if (first) goTo(first.path);
  };

  const send = async () => {
    if (create.isPending) return;
    setRefusal(null);
    form.clearErrors();
    const gaps = missing(form.values, fields);
    if (gaps.length > 0) {
      const why = t('common:form.missing');
      return refuse(Object.fromEntries(gaps.map((path) => [path, why])), [], '');
    }
    try {
      const ticket = await create.mutateAsync(bodyOf(form.values, fields, uploads.ids, isDesk));
      forgetNewTicket();
      onCreated(ticket.number);
    } catch (error) {
      const problem = asProblem(error);
      const placed = placeErrors(error, new Set(names.keys()));
      const said = Object.keys(placed.fields).length + placed.rest.length > 0;
      refuse(placed.fields, said ? placed.rest : [problem.message], problem.correlationId);
    }
  };

  const discard = () => {
    for (const file of uploads.files) uploads.remove(file);
    setRefusal(null);
    form.clearErrors();
    form.setValues(BLANK);
    forgetNewTicket();
  };

  const useTemplate = async (id: string) => {
    try {
      const draft = await readTemplateDraft(id, isDesk ? form.values.requester_id : null);
      form.setValues(withTemplate(form.getValues(), draft.fields));
    } catch (error) {
      toastFailed(error);
    }
  };

  return {
    form,
    fields,
    uploads,
    refusal,
    isDesk,
    isDirty: isDirty || uploads.files.length > 0,
    saving: create.isPending,
    goTo,
    send,
    discard,
    fillFrom: useTemplate,
  };
}
