import { Checkbox, MultiSelect, NumberInput, Select, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { FormField } from '@/features/portal/api/types';

const INPUTS: Partial<Record<FormField['kind'], string>> = {
  date: 'date',
  datetime: 'datetime-local',
  url: 'url',
  email: 'email',
};

type Props = {
  field: FormField;
  value: unknown;
  onChange: (value: unknown) => void;
  error: string | undefined;
};

/** A field that the organisation asks for, with the control its kind needs. */
export function AskedInput({ field, value, onChange, error }: Props) {
  const { t } = useTranslation();
  const { key, kind, required, options, description } = field;
  const held = value === undefined ? field.default_value : value;
  const word = held === null || held === undefined ? '' : String(held);
  const shared = {
    label: required ? `${field.label} (${t('form.required')})` : field.label,
    description: description || undefined,
    error,
    'data-path': `custom_fields.${key}`,
  };
  switch (kind) {
    case 'select':
      return (
        <Select
          {...shared}
          value={word || null}
          onChange={onChange}
          data={options}
          clearable={!required}
        />
      );
    case 'multi_select':
      return (
        <MultiSelect
          {...shared}
          value={Array.isArray(held) ? held.map(String) : []}
          onChange={onChange}
          data={options}
        />
      );
    case 'boolean':
      return (
        <Checkbox
          label={shared.label}
          description={shared.description}
          error={error}
          data-path={shared['data-path']}
          checked={held === true}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      );
    case 'number':
    case 'integer':
      return (
        <NumberInput
          {...shared}
          value={word}
          onChange={onChange}
          allowDecimal={kind === 'number'}
          hideControls
        />
      );
    case 'long_text':
      return (
        <Textarea
          {...shared}
          value={word}
          onChange={(event) => onChange(event.currentTarget.value)}
          autosize
          minRows={3}
        />
      );
    default:
      return (
        <TextInput
          {...shared}
          type={INPUTS[kind] ?? 'text'}
          value={word}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
  }
}
