import { Checkbox, Select, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { type CustomField, useRefresh } from '@/features/catalog/api/catalog';
import { keyFrom } from '@/features/catalog/lib/keys';
import { api } from '@/shared/api/client';
import { Fields, FormActions } from '@/shared/forms/FormActions';
import { LeaveGuard } from '@/shared/forms/LeaveGuard';
import { useStoredForm } from '@/shared/forms/useStoredForm';
import { Panel } from '@/shared/ui/Panel';
import { Tag } from '@/shared/ui/Tag';
import { toastDone } from '@/shared/ui/toast';

import { DefaultValue } from './DefaultValue';
import { type Choice, newChoice, OptionsEditor } from './OptionsEditor';
import classes from './parts.module.css';
import { Retire } from './Retire';
import { TypesSelect } from './TypesSelect';
import { Uses } from './Uses';

const KINDS = [
  'text',
  'long_text',
  'number',
  'integer',
  'boolean',
  'date',
  'datetime',
  'select',
  'multi_select',
  'user',
  'team',
  'url',
  'email',
] as const;

type Values = {
  label: string;
  key: string;
  kind: CustomField['kind'];
  description: string;
  options: Choice[];
  applies_to: CustomField['applies_to'];
  default_value: CustomField['default_value'];
  required: boolean;
  visible_to_requester: boolean;
};

const BLANK: Values = {
  label: '',
  key: '',
  kind: 'text',
  description: '',
  options: [],
  applies_to: [],
  default_value: null,
  required: false,
  visible_to_requester: false,
};

const valuesOf = (field: CustomField): Values => ({
  label: field.label,
  key: field.key,
  kind: field.kind,
  description: field.description,
  options: field.options.map(({ value, label }) => newChoice(value, label)),
  applies_to: field.applies_to,
  default_value: field.default_value,
  required: field.required,
  visible_to_requester: field.visible_to_requester,
});

const hasOptions = (kind: Values['kind']) => kind === 'select' || kind === 'multi_select';

const sent = (options: readonly Choice[]) =>
  options.map(({ value, label }) => ({ value: value || label.trim(), label: label.trim() }));

async function store(field: CustomField | null, values: Partial<Values>, version?: number) {
  const { options, key, kind, ...rest } = values;
  const body = { ...rest, ...(options ? { options: sent(options) } : {}) };
  if (field) {
    const path = { params: { path: { id: field.id } } };
    return api.PATCH('/api/v1/custom-fields/{id}', {
      ...path,
      body: { ...body, version: version ?? null },
    });
  }
  const label = rest.label ?? '';
  return api.POST('/api/v1/custom-fields', {
    body: { ...body, label, key: key || keyFrom(label), kind: kind ?? 'text' },
  });
}

type Props = { field: CustomField | null; tickets: number; onClose: () => void };

/** One custom field: what it holds, who sees it, where it is used. */
export function FieldPanel({ field, tickets, onClose }: Props) {
  const { t } = useTranslation(['catalog', 'common']);
  const refresh = useRefresh();
  const stored = useStoredForm<Values>({
    stored: field ? valuesOf(field) : BLANK,
    version: field?.version,
    validate: ({ label, kind, options }) => ({
      ...(label.trim() ? {} : { label: t('common:form.missing') }),
      ...(hasOptions(kind) && options.length === 0 ? { options: t('fields.noOptions') } : {}),
      ...(options.some((option) => !option.label.trim())
        ? { options: t('fields.emptyOption') }
        : {}),
    }),
    save: async (values, version) => {
      await store(field, values, version);
      await refresh();
    },
    onSaved: () => {
      toastDone(t('saved'));
      if (!field) onClose();
    },
  });
  const { form } = stored;
  const { label, key, kind, options, applies_to, default_value } = form.getValues();
  const title = field ? field.label : t('fields.new');
  const change = async (body: { is_active: boolean }) => {
    if (!field) return;
    await api.PATCH('/api/v1/custom-fields/{id}', { params: { path: { id: field.id } }, body });
    await refresh();
  };
  const remove = async () => {
    if (!field) return;
    await api.DELETE('/api/v1/custom-fields/{id}', { params: { path: { id: field.id } } });
    await refresh();
    onClose();
  };
  return (
    <Panel
      label={title}
      title={title}
      onClose={onClose}
      {...(field ? { keys: <Tag tone="line">{t(`kind.${field.kind}`)}</Tag> } : {})}
    >
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
            label={`${t('fields.label')} (${t('common:form.required')})`}
            maxLength={120}
            {...form.getInputProps('label')}
          />
          <TextInput
            label={t('fields.key')}
            description={t(field ? 'fields.keyFixed' : 'fields.keyHelp')}
            placeholder={keyFrom(label)}
            readOnly={field !== null}
            {...form.getInputProps('key')}
            value={key}
          />
          {field ? null : (
            <Select
              label={t('fields.kind')}
              description={t('fields.kindHelp')}
              allowDeselect={false}
              data={KINDS.map((value) => ({ value, label: t(`kind.${value}`) }))}
              {...form.getInputProps('kind')}
              onChange={(value) => {
                form.setFieldValue('kind', (value ?? 'text') as Values['kind']);
                form.setFieldValue('default_value', null);
                form.setFieldValue('options', []);
              }}
            />
          )}
          {hasOptions(kind) ? (
            <OptionsEditor
              choices={options}
              onChange={(next) => form.setFieldValue('options', next)}
              error={form.errors.options}
            />
          ) : null}
          <Textarea
            label={t('fields.help')}
            description={t('fields.helpHelp')}
            autosize
            minRows={2}
            maxRows={5}
            {...form.getInputProps('description')}
          />
          <DefaultValue
            kind={kind}
            options={sent(options).filter(({ value }) => value)}
            value={default_value}
            onChange={(value) => form.setFieldValue('default_value', value)}
            error={form.errors.default_value}
          />
          <TypesSelect
            value={applies_to}
            onChange={(next) => form.setFieldValue('applies_to', next as Values['applies_to'])}
          />
          <Checkbox
            label={t('fields.required')}
            description={t('fields.requiredHelp')}
            {...form.getInputProps('required', { type: 'checkbox' })}
          />
          <Checkbox
            label={t('fields.visible')}
            description={t('fields.visibleHelp')}
            {...form.getInputProps('visible_to_requester', { type: 'checkbox' })}
          />
        </Fields>
        <FormActions
          {...(field ? {} : { action: t('fields.add'), onCancel: onClose })}
          saving={stored.saving}
          problem={stored.problem}
        />
      </form>
      {field ? (
        <Retire
          name={field.label}
          isActive={field.is_active}
          uses={<Uses entry="custom_field" id={field.id} />}
          why={t('fields.archiveWhy')}
          onArchive={(archive) => change({ is_active: !archive })}
          onDelete={tickets > 0 ? undefined : remove}
        />
      ) : null}
      <LeaveGuard when={form.isDirty()} />
    </Panel>
  );
}
