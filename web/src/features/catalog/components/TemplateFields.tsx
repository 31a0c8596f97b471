import { Select, TagsInput, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { categoriesQuery, fieldsQuery, type Template } from '@/features/catalog/api/catalog';
import { BEFORE_TICKET } from '@/features/catalog/lib/variables';
import { peopleChoicesQuery, teamsQuery } from '@/shared/api/directory';
import { FieldPair } from '@/shared/forms/FormActions';
import { PRIORITIES } from '@/shared/lib/vocabulary';

import { BodyEditor } from './BodyEditor';
import { DefaultValue } from './DefaultValue';

export type Start = Template['fields'];

type Props = {
  type: Template['type'];
  start: Start;
  onChange: (start: Start) => void;
  errors: Record<string, ReactNode>;
};

function AssigneeSelect({
  value,
  onChange,
}: {
  value: string | null;
  onChange: (value: string | null) => void;
}) {
  const { t } = useTranslation('catalog');
  const [typed, setTyped] = useState('');
  const [query] = useDebouncedValue(typed, 250);
  const people = useQuery(peopleChoicesQuery('', { deskOnly: true }));
  const found = useQuery(peopleChoicesQuery(query, { deskOnly: true }));
  const all = new Map(
    [...(people.data?.data ?? []), ...(found.data?.data ?? [])].map(({ id, name }) => [id, name]),
  );
  return (
    <Select
      label={t('templates.assignee')}
      clearable
      searchable
      data={[...all].map(([id, label]) => ({ value: id, label }))}
      value={value}
      onSearchChange={setTyped}
      onChange={onChange}
    />
  );
}

/** What a new ticket starts with; empty fields are left to the person. */
export function TemplateFields({ type, start, onChange, errors }: Props) {
  const { t } = useTranslation(['catalog', 'common']);
  const categories = useQuery(categoriesQuery);
  const teams = useQuery(teamsQuery);
  const fields = useQuery(fieldsQuery);
  const put = (values: Partial<Start>) => onChange({ ...start, ...values });
  const own = (fields.data?.data ?? []).filter(
    ({ is_active, applies_to }) =>
      is_active && (applies_to.length === 0 || applies_to.includes(type)),
  );
  return (
    <>
      <TextInput
        label={t('templates.ticketTitle')}
        description={t('templates.ticketTitleHelp')}
        error={errors['fields.title']}
        value={start.title ?? ''}
        onChange={(event) => put({ title: event.currentTarget.value || null })}
      />
      <BodyEditor
        label={t('templates.body')}
        html={start.description_html ?? ''}
        groups={BEFORE_TICKET}
        onChange={(html) => put({ description_html: html || null })}
        error={errors['fields.description_html']}
      />
      <FieldPair>
        <Select
          label={t('templates.priority')}
          clearable
          data={PRIORITIES.map((value) => ({ value, label: t(`common:priority.${value}`) }))}
          value={start.priority ?? null}
          onChange={(priority) => put({ priority })}
        />
        <Select
          label={t('templates.category')}
          clearable
          searchable
          error={errors['fields.category_id']}
          data={(categories.data?.data ?? []).map(({ id, path }) => ({ value: id, label: path }))}
          value={start.category_id ?? null}
          onChange={(category_id) => put({ category_id })}
        />
        <Select
          label={t('templates.team')}
          clearable
          searchable
          error={errors['fields.team_id']}
          data={(teams.data?.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          value={start.team_id ?? null}
          onChange={(team_id) => put({ team_id })}
        />
        <AssigneeSelect
          value={start.assignee_id ?? null}
          onChange={(assignee_id) => put({ assignee_id })}
        />
      </FieldPair>
      <TagsInput
        label={t('templates.tags')}
        value={start.tags ?? []}
        onChange={(tags) => put({ tags: tags.length > 0 ? tags : null })}
      />
      {own.map(({ key, label, kind, options }) => (
        <DefaultValue
          key={key}
          label={label}
          kind={kind}
          options={options}
          value={start.custom_fields?.[key] ?? null}
          onChange={(value) => {
            const { [key]: _, ...rest } = start.custom_fields ?? {};
            const next = value === null ? rest : { ...rest, [key]: value };
            put({ custom_fields: Object.keys(next).length > 0 ? next : null });
          }}
          error={errors[`fields.custom_fields.${key}`] ?? errors[`custom_fields.${key}`]}
        />
      ))}
    </>
  );
}
