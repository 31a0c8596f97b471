import {
  MultiSelect,
  NumberInput,
  Select,
  Switch,
  TagsInput,
  Textarea,
  TextInput,
} from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useTranslation } from 'react-i18next';

import { PasswordField } from './PasswordField';
import { type FieldSchema, kindOf, type ObjectSchema } from './schema';

type Values = Record<string, unknown>;

type FieldProps = {
  name: string;
  field: FieldSchema;
  required: boolean;
  form: UseFormReturnType<Values>;
};

const choices = ({ enum: values = [], enumNames }: FieldSchema) =>
  values.map((value, index) => ({ value, label: enumNames?.[index] ?? value }));

function SchemaField({ name, field, required, form }: FieldProps) {
  const { t } = useTranslation();
  const kind = kindOf(field);
  const title = field.title ?? name;
  const common = {
    label: required ? `${title} (${t('form.required')})` : title,
    description: field.description,
    ...form.getInputProps(name, { type: kind === 'switch' ? 'checkbox' : 'input' }),
  };
  const placeholder = field.examples?.[0] === undefined ? undefined : String(field.examples[0]);
  switch (kind) {
    case 'switch':
      return <Switch {...common} />;
    case 'number':
      return <NumberInput {...common} min={field.minimum} max={field.maximum} hideControls />;
    case 'one':
      return <Select {...common} data={choices(field)} clearable={!required} searchable />;
    case 'many':
      return <MultiSelect {...common} data={choices(field.items ?? {})} searchable />;
    case 'words':
      return <TagsInput {...common} />;
    case 'long':
      return <Textarea {...common} autosize minRows={3} maxLength={field.maxLength} />;
    case 'password':
      return <PasswordField {...common} autoComplete="off" placeholder={placeholder} />;
    case 'date':
      return <TextInput {...common} type="date" />;
    case 'datetime':
      return <TextInput {...common} type="datetime-local" />;
    default:
      return <TextInput {...common} maxLength={field.maxLength} placeholder={placeholder} />;
  }
}

type Props = { schema: ObjectSchema; form: UseFormReturnType<Values> };

/** The fields of an object schema: custom fields of a ticket, settings of a connection. */
export function SchemaFields({ schema, form }: Props) {
  return Object.entries(schema.properties).map(([name, field]) => (
    <SchemaField
      key={name}
      name={name}
      field={field}
      required={schema.required?.includes(name) ?? false}
      form={form}
    />
  ));
}
