/** The part of JSON schema that forms are drawn from. */
export type FieldSchema = {
  type?: 'string' | 'integer' | 'number' | 'boolean' | 'array';
  title?: string;
  description?: string;
  format?: string;
  enum?: readonly string[];
  /** Words for the values of `enum`, in the same order. */
  enumNames?: readonly string[];
  items?: FieldSchema;
  examples?: readonly unknown[];
  default?: unknown;
  minimum?: number;
  maximum?: number;
  maxLength?: number;
  multiline?: boolean;
};

export type ObjectSchema = {
  properties: Record<string, FieldSchema>;
  required?: readonly string[];
};

export type FieldKind =
  | 'text'
  | 'long'
  | 'password'
  | 'date'
  | 'datetime'
  | 'number'
  | 'switch'
  | 'one'
  | 'many'
  | 'words';

const FORMATS: Record<string, FieldKind> = {
  password: 'password',
  date: 'date',
  'date-time': 'datetime',
};

/** Which control a field needs. */
export function kindOf(field: FieldSchema): FieldKind {
  if (field.type === 'boolean') return 'switch';
  if (field.type === 'integer' || field.type === 'number') return 'number';
  if (field.type === 'array') return field.items?.enum ? 'many' : 'words';
  if (field.enum) return 'one';
  if (field.multiline) return 'long';
  return FORMATS[field.format ?? ''] ?? 'text';
}

const BLANK: Record<FieldKind, unknown> = {
  text: '',
  long: '',
  password: '',
  date: '',
  datetime: '',
  number: '',
  switch: false,
  one: null,
  many: [],
  words: [],
};

/** Starting values: what is stored, else the default, else blank. */
export function initialValues(
  { properties }: ObjectSchema,
  stored: Record<string, unknown> = {},
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(properties).map(([name, field]) => [
      name,
      stored[name] ?? field.default ?? BLANK[kindOf(field)],
    ]),
  );
}
