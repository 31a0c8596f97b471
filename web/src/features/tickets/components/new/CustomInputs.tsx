import { MultiSelect, NumberInput, Select, Textarea, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useTranslation } from 'react-i18next';

import type { CustomField } from '@/features/tickets/api/catalog';
import type { NewTicketValues } from '@/features/tickets/lib/newTicket';

import { PersonSelect, TeamSelect } from './Selects';

type Form = UseFormReturnType<NewTicketValues>;

const INPUTS: Partial<Record<CustomField['kind'], string>> = {
  date: 'date',
  datetime: 'datetime-local',
  url: 'url',
  email: 'email',
};

const YES = 'true';

function CustomInput({ field, form }: { field: CustomField; form: Form }) {
  const { t } = useTranslation(['newTicket', 'tickets', 'common']);
  const { key, kind, label, description, required, options, default_value } = field;
  const { value, ...rest } = form.getInputProps(`custom_fields.${key}`);
  const held: unknown = value === undefined ? default_value : value;
  const put = (next: unknown) => rest.onChange(next);
  const shared = {
    ...rest,
    label: required ? `${label} (${t('common:form.required')})` : label,
    description: description || undefined,
  };
  const word = held === null || held === undefined ? null : String(held);
  switch (kind) {
    case 'user':
      return <PersonSelect {...shared} value={word} onChange={put} />;
    case 'team':
      return <TeamSelect {...shared} value={word} onChange={put} />;
    case 'select':
      return (
        <Select {...shared} value={word} onChange={put} data={options} clearable={!required} />
      );
    case 'multi_select':
      return (
        <MultiSelect
          {...shared}
          value={Array.isArray(held) ? held.map(String) : []}
          onChange={put}
          data={options}
        />
      );
    case 'boolean':
      return (
        <Select
          {...shared}
          value={word}
          onChange={(next) => put(next === null ? null : next === YES)}
          data={[
            { value: YES, label: t('tickets:yes') },
            { value: 'false', label: t('tickets:no') },
          ]}
          clearable={!required}
        />
      );
    case 'number':
    case 'integer':
      return (
        <NumberInput
          {...shared}
          value={word ?? ''}
          onChange={put}
          allowDecimal={kind === 'number'}
          hideControls
        />
      );
    case 'long_text':
      return <Textarea {...shared} value={word ?? ''} onChange={put} autosize minRows={3} />;
    default:
      return (
        <TextInput {...shared} type={INPUTS[kind] ?? 'text'} value={word ?? ''} onChange={put} />
      );
  }
}

type Props = { fields: readonly CustomField[]; form: Form };

/** The organisation's own fields, each with the control its kind needs. */
export const CustomInputs = ({ fields, form }: Props) =>
  fields.map((field) => <CustomInput key={field.id} field={field} form={form} />);
