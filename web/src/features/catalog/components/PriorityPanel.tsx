import { Checkbox, ColorInput, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { type PriorityEntry, useRefresh } from '@/features/catalog/api/catalog';
import { api } from '@/shared/api/client';
import { Fields, FormActions } from '@/shared/forms/FormActions';
import { LeaveGuard } from '@/shared/forms/LeaveGuard';
import { useStoredForm } from '@/shared/forms/useStoredForm';
import { Panel } from '@/shared/ui/Panel';
import { toastDone } from '@/shared/ui/toast';

import classes from './parts.module.css';

type Values = Pick<PriorityEntry, 'label' | 'color' | 'description' | 'is_active'>;
type Props = { entry: PriorityEntry; readOnly: boolean; onClose: () => void };

/** How one of the six reads and looks; its key and rank are fixed. */
export function PriorityPanel({ entry, readOnly, onClose }: Props) {
  const { t } = useTranslation(['catalog', 'common']);
  const refresh = useRefresh();
  const { label, color, description, is_active } = entry;
  const stored = useStoredForm<Values>({
    stored: { label, color, description, is_active },
    version: entry.version,
    validate: (values) => (values.label.trim() ? {} : { label: t('common:form.missing') }),
    save: async (values, version) => {
      await api.PATCH('/api/v1/priorities/{key}', {
        params: { path: { key: entry.key } },
        body: { ...values, version: version ?? null },
      });
      await refresh();
    },
    onSaved: () => toastDone(t('saved')),
  });
  const { form } = stored;
  return (
    <Panel label={label} title={label} onClose={onClose}>
      <form
        className={classes.part}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          stored.submit();
        }}
      >
        <Fields>
          <TextInput
            label={`${t('priorities.label')} (${t('common:form.required')})`}
            maxLength={60}
            readOnly={readOnly}
            {...form.getInputProps('label')}
          />
          <ColorInput
            label={t('color')}
            format="hex"
            withEyeDropper={false}
            readOnly={readOnly}
            {...form.getInputProps('color')}
          />
          <Textarea
            label={t('priorities.meaning')}
            description={t('priorities.meaningHelp')}
            autosize
            minRows={2}
            maxRows={5}
            readOnly={readOnly}
            {...form.getInputProps('description')}
          />
          <Checkbox
            label={t('priorities.active')}
            disabled={readOnly}
            {...form.getInputProps('is_active', { type: 'checkbox' })}
          />
        </Fields>
        {readOnly ? null : <FormActions saving={stored.saving} problem={stored.problem} />}
      </form>
      <LeaveGuard when={form.isDirty()} />
    </Panel>
  );
}
