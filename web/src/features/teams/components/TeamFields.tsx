import { Checkbox, Select, Textarea, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useTranslation } from 'react-i18next';

import { TEAM_KINDS, type Team } from '@/features/teams/api/teams';
import { Fields } from '@/shared/forms/FormActions';

export type TeamValues = Pick<Team, 'name' | 'kind' | 'description' | 'is_active'>;

type Props = { form: UseFormReturnType<TeamValues>; isNew?: boolean; readOnly?: boolean };

/** The facts of a team, for adding and for changing. */
export function TeamFields({ form, isNew = false, readOnly = false }: Props) {
  const { t } = useTranslation(['teams', 'common']);
  const { kind } = form.getValues();
  return (
    <Fields>
      <TextInput
        label={`${t('edit.name')} (${t('common:form.required')})`}
        readOnly={readOnly}
        key={form.key('name')}
        {...form.getInputProps('name')}
      />
      <Select
        label={t('edit.kind')}
        description={t(`kindHelp.${kind}`)}
        allowDeselect={false}
        readOnly={readOnly}
        data={TEAM_KINDS.map((value) => ({ value, label: t(`kind.${value}`) }))}
        key={form.key('kind')}
        {...form.getInputProps('kind')}
      />
      <Textarea
        label={t('edit.description')}
        autosize
        minRows={2}
        maxRows={6}
        readOnly={readOnly}
        key={form.key('description')}
        {...form.getInputProps('description')}
      />
      {isNew ? null : (
        <Checkbox
          label={t('edit.active')}
          disabled={readOnly}
          key={form.key('is_active')}
          {...form.getInputProps('is_active', { type: 'checkbox' })}
        />
      )}
    </Fields>
  );
}
