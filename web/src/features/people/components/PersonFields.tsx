import { Checkbox, Select, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { teamsQuery } from '@/shared/api/directory';
import { FieldPair, Fields } from '@/shared/forms/FormActions';
import { ROLES, type RoleName } from '@/shared/lib/vocabulary';

export type PersonValues = {
  name: string;
  email: string;
  role: RoleName;
  title: string;
  phone: string;
  department_id: string | null;
  vip: boolean;
};

export const BLANK_PERSON: PersonValues = {
  name: '',
  email: '',
  role: 'requester',
  title: '',
  phone: '',
  department_id: null,
  vip: false,
};

type Props = { form: UseFormReturnType<PersonValues>; readOnly?: boolean };

/** The facts of a person, for adding and for changing. */
export function PersonFields({ form, readOnly = false }: Props) {
  const { t } = useTranslation(['people', 'common']);
  const teams = useQuery(teamsQuery).data?.data ?? [];
  const chosen = form.getValues().department_id;
  const departments = teams.filter(
    ({ id, kind, is_active }) => kind === 'department' && (is_active || id === chosen),
  );
  const props = (name: keyof PersonValues) => ({
    ...form.getInputProps(name, { type: name === 'vip' ? 'checkbox' : 'input' }),
    readOnly,
  });
  return (
    <Fields>
      <TextInput
        label={`${t('edit.name')} (${t('common:form.required')})`}
        autoComplete="off"
        key={form.key('name')}
        {...props('name')}
      />
      <TextInput
        label={t('edit.email')}
        type="email"
        autoComplete="off"
        key={form.key('email')}
        {...props('email')}
      />
      <Select
        label={t('edit.role')}
        allowDeselect={false}
        data={ROLES.map((value) => ({ value, label: t(`common:role.${value}`) }))}
        key={form.key('role')}
        {...props('role')}
      />
      <FieldPair>
        <TextInput label={t('edit.jobTitle')} key={form.key('title')} {...props('title')} />
        <TextInput label={t('edit.phone')} key={form.key('phone')} {...props('phone')} />
      </FieldPair>
      <Select
        label={t('edit.department')}
        placeholder={t('edit.noDepartment')}
        clearable={!readOnly}
        data={departments.map(({ id, name }) => ({ value: id, label: name }))}
        key={`${form.key('department_id')} ${departments.length}`}
        {...props('department_id')}
      />
      <Checkbox
        label={t('edit.vip')}
        disabled={readOnly}
        key={form.key('vip')}
        {...form.getInputProps('vip', { type: 'checkbox' })}
      />
    </Fields>
  );
}
