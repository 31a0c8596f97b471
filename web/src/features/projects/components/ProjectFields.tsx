import { Select, Textarea, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { PROJECT_STATES, type Project, type ProjectState } from '@/features/projects/api/projects';
import { suggestedKey } from '@/features/projects/lib/projectKey';
import { teamsQuery } from '@/shared/api/directory';
import { FieldPair, Fields } from '@/shared/forms/FormActions';
import { PersonSelect } from '@/shared/forms/PersonSelect';

export type ProjectValues = {
  key: string;
  name: string;
  description: string;
  state: ProjectState;
  owner_id: string | null;
  team_id: string | null;
  due_on: string;
};

export const emptyProject: ProjectValues = {
  key: '',
  name: '',
  description: '',
  state: 'active',
  owner_id: null,
  team_id: null,
  due_on: '',
};

export const valuesOf = (project: Project): ProjectValues => ({
  key: project.key,
  name: project.name,
  description: project.description,
  state: project.state,
  owner_id: project.owner_id ?? null,
  team_id: project.team_id ?? null,
  due_on: project.due_on ?? '',
});

/** A day field that is empty means no day. */
export const bodyOf = <Values extends { due_on?: string }>({ due_on, ...values }: Values) => ({
  ...values,
  ...(due_on === undefined ? {} : { due_on: due_on || null }),
});

type Props = {
  form: UseFormReturnType<ProjectValues>;
  isNew?: boolean;
};

/** The facts of a project, for adding and for changing. */
export function ProjectFields({ form, isNew = false }: Props) {
  const { t } = useTranslation(['projects', 'common']);
  const { data: teams } = useQuery(teamsQuery);
  const required = (label: string) => `${label} (${t('common:form.required')})`;
  const name = form.getInputProps('name');
  return (
    <Fields>
      <TextInput
        label={required(t('field.name'))}
        {...name}
        onBlur={(event) => {
          name.onBlur?.(event);
          const { name: given, key } = form.getValues();
          if (isNew && !key) form.setFieldValue('key', suggestedKey(given));
        }}
      />
      <TextInput
        label={required(t('field.key'))}
        description={t('field.keyHelp')}
        maxLength={12}
        {...form.getInputProps('key')}
      />
      <FieldPair>
        <Select
          label={t('field.state')}
          allowDeselect={false}
          data={PROJECT_STATES.map((value) => ({ value, label: t(`state.${value}`) }))}
          {...form.getInputProps('state')}
        />
        <TextInput type="date" label={t('field.due')} {...form.getInputProps('due_on')} />
      </FieldPair>
      <PersonSelect
        label={t('field.owner')}
        value={form.getValues().owner_id}
        onChange={(id) => form.setFieldValue('owner_id', id)}
      />
      <Select
        label={t('field.team')}
        clearable
        searchable
        data={(teams?.data ?? []).map(({ id, name: label }) => ({ value: id, label }))}
        {...form.getInputProps('team_id')}
      />
      <Textarea
        label={t('field.description')}
        autosize
        minRows={2}
        maxRows={8}
        {...form.getInputProps('description')}
      />
    </Fields>
  );
}
