import { Checkbox, MultiSelect, NumberInput, Select, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import type { CustomField } from '@/features/catalog/api/catalog';

type Value = CustomField['default_value'];
type Props = {
  /** Without one: "Default". */
  label?: string;
  kind: CustomField['kind'];
  options: { value: string; label: string }[];
  value: Value;
  onChange: (value: Value) => void;
  error?: unknown;
};

const TYPES: Partial<Record<CustomField['kind'], string>> = {
  date: 'date',
  url: 'url',
  email: 'email',
};

type EditorProps = Props & { same: { label: string; error: string | undefined } };

function OneChoice({ same, options, value, onChange }: EditorProps) {
  return (
    <Select
      {...same}
      clearable
      data={options}
      value={typeof value === 'string' ? value : null}
      onChange={onChange}
    />
  );
}

function Choices({ same, options, value, onChange }: EditorProps) {
  return (
    <MultiSelect
      {...same}
      clearable
      data={options}
      value={Array.isArray(value) ? value.map(String) : []}
      onChange={(next) => onChange(next.length > 0 ? next : null)}
    />
  );
}

function Numeric({ same, kind, value, onChange }: EditorProps) {
  return (
    <NumberInput
      {...same}
      hideControls
      allowDecimal={kind === 'number'}
      value={typeof value === 'number' ? value : ''}
      onChange={(next) => onChange(typeof next === 'number' ? next : null)}
    />
  );
}

function YesNo({ same, value, onChange }: EditorProps) {
  return (
    <Checkbox
      {...same}
      checked={value === true}
      onChange={(event) => onChange(event.currentTarget.checked || null)}
    />
  );
}

function Line({ same, kind, value, onChange }: EditorProps) {
  return (
    <TextInput
      {...same}
      type={TYPES[kind] ?? 'text'}
      value={typeof value === 'string' ? value : ''}
      onChange={(event) => onChange(event.currentTarget.value || null)}
    />
  );
}

const EDITORS: Partial<Record<CustomField['kind'], (props: EditorProps) => ReactNode>> = {
  text: Line,
  long_text: Line,
  url: Line,
  email: Line,
  date: Line,
  number: Numeric,
  integer: Numeric,
  boolean: YesNo,
  select: OneChoice,
  multi_select: Choices,
};

/** What a new ticket starts with; people, teams and moments have none. */
export function DefaultValue(props: Props) {
  const { t } = useTranslation('catalog');
  const { kind, error } = props;
  const Editor = EDITORS[kind];
  if (!Editor) return null;
  const label = props.label ?? t(kind === 'boolean' ? 'fields.defaultYes' : 'fields.default');
  return <Editor {...props} same={{ label, error: error as string | undefined }} />;
}
