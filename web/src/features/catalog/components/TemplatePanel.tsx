import { Checkbox, Select, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { type Template, useRefresh } from '@/features/catalog/api/catalog';
import { api } from '@/shared/api/client';
import { Fields, FormActions } from '@/shared/forms/FormActions';
import { LeaveGuard } from '@/shared/forms/LeaveGuard';
import { useStoredForm } from '@/shared/forms/useStoredForm';
import { TICKET_TYPES } from '@/shared/lib/vocabulary';
import { Panel } from '@/shared/ui/Panel';
import { toastDone } from '@/shared/ui/toast';

import classes from './parts.module.css';
import { Retire } from './Retire';
import { type Start, TemplateFields } from './TemplateFields';
import { TemplatePreview } from './TemplatePreview';

type Values = {
  name: string;
  description: string;
  type: Template['type'];
  for_requesters: boolean;
  fields: Start;
};
type Patch = Partial<Values> & { is_active?: boolean; version?: number | null };
type Props = { template: Template | null; onClose: () => void };

/** A form filled in beforehand: its facts, what it fills in, and how that reads. */
export function TemplatePanel({ template, onClose }: Props) {
  const { t } = useTranslation(['catalog', 'common']);
  const refresh = useRefresh();
  const title = template?.name ?? t('templates.new');
  const patch = async (body: Patch) => {
    if (!template) return;
    const path = { id: template.id };
    await api.PATCH('/api/v1/ticket-templates/{id}', { params: { path }, body });
    await refresh();
  };
  const stored = useStoredForm<Values>({
    stored: {
      name: template?.name ?? '',
      description: template?.description ?? '',
      type: template?.type ?? 'incident',
      for_requesters: template?.for_requesters ?? false,
      fields: template?.fields ?? {},
    },
    version: template?.version,
    validate: ({ name }) => (name.trim() ? {} : { name: t('common:form.missing') }),
    save: async (values, version) => {
      if (template) return patch({ ...values, version: version ?? null });
      await api.POST('/api/v1/ticket-templates', { body: { ...values, name: values.name ?? '' } });
      await refresh();
    },
    onSaved: () => {
      toastDone(t('saved'));
      if (!template) onClose();
    },
  });
  const { form } = stored;
  const { type, fields } = form.getValues();
  return (
    <Panel label={title} title={title} onClose={onClose}>
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
            label={`${t('templates.name')} (${t('common:form.required')})`}
            maxLength={120}
            {...form.getInputProps('name')}
          />
          <Textarea
            label={t('templates.description')}
            description={t('templates.descriptionHelp')}
            autosize
            minRows={1}
            maxRows={4}
            {...form.getInputProps('description')}
          />
          <Select
            label={t('templates.type')}
            allowDeselect={false}
            data={TICKET_TYPES.map((value) => ({ value, label: t(`common:type.${value}`) }))}
            {...form.getInputProps('type')}
          />
          <TemplateFields
            type={type}
            start={fields}
            onChange={(next) => form.setFieldValue('fields', next)}
            errors={form.errors}
          />
          <Checkbox
            label={t('templates.forRequesters')}
            {...form.getInputProps('for_requesters', { type: 'checkbox' })}
          />
        </Fields>
        <FormActions
          {...(template ? {} : { action: t('templates.add'), onCancel: onClose })}
          saving={stored.saving}
          problem={stored.problem}
        />
      </form>
      {template ? <TemplatePreview template={template} /> : null}
      {template ? (
        <Retire
          name={template.name}
          isActive={template.is_active}
          why={t('templates.archiveWhy')}
          onArchive={(archive) => patch({ is_active: !archive })}
          onDelete={async () => {
            const path = { id: template.id };
            await api.DELETE('/api/v1/ticket-templates/{id}', { params: { path } });
            await refresh();
            onClose();
          }}
        />
      ) : null}
      <LeaveGuard when={form.isDirty()} />
    </Panel>
  );
}
