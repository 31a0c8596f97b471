import type { Connection, ConnectionType } from '@/features/connections/api/types';

/** What the form knows of one field, read from the connector's JSON schema. */
export type Field = {
  /** `config/base_url`: which of the two forms, and its name there; a dot would mean a path to the form. */
  path: string;
  form: 'config' | 'credentials';
  name: string;
  title: string;
  description: string;
  kind: 'text' | 'secret' | 'url' | 'number' | 'choice' | 'list' | 'switch';
  choices: string[];
  placeholder: string;
  initial: Value;
  /** Among the few that most people fill in. */
  main: boolean;
  required: boolean;
};

export type Value = string | string[] | boolean;
export type Values = Record<string, Value>;
type Schema = Record<string, unknown>;

const object = (value: unknown): Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Schema) : {};
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const text = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

function resolved(schema: Schema, root: Schema): Schema {
  const reference = text(schema.$ref) || text(object(list(schema.allOf)[0]).$ref);
  const name = reference.split('/').pop();
  return name ? { ...object(object(root.$defs)[name]), ...schema } : schema;
}

function kindOf(schema: Schema): Field['kind'] {
  if (schema.type === 'array') return 'list';
  if (schema.type === 'boolean') return 'switch';
  if (list(schema.enum).length > 0) return 'choice';
  if (schema.type === 'integer' || schema.type === 'number') return 'number';
  if (schema.format === 'password' || schema.writeOnly === true) return 'secret';
  return schema.format === 'uri' ? 'url' : 'text';
}

function initialOf(schema: Schema, kind: Field['kind']): Value {
  if (kind === 'list') return list(schema.default).map(text);
  if (kind === 'switch') return schema.default === true;
  return kind === 'secret' ? '' : text(schema.default);
}

function fieldsOf(type: ConnectionType, form: Field['form']): Field[] {
  const root = object(form === 'config' ? type.settings_schema : type.credentials_schema);
  const required = new Set(list(root.required));
  return Object.entries(object(root.properties)).map(([name, given]) => {
    const schema = resolved(object(given), root);
    const kind = kindOf(schema);
    const path = `${form}/${name}`;
    return {
      path,
      form,
      name,
      kind,
      title: text(schema.title) || name,
      description: text(schema.description),
      choices: list(schema.enum).map(text),
      placeholder: text(list(schema.examples)[0]),
      initial: initialOf(schema, kind),
      main: type.main_fields.includes(`${form}.${name}`),
      required: required.has(name),
    };
  });
}

/** All fields of a type; the few that matter first, in the connector's order. */
export function formFields(type: ConnectionType): Field[] {
  const all = [...fieldsOf(type, 'config'), ...fieldsOf(type, 'credentials')];
  return [...all.filter(({ main }) => main), ...all.filter(({ main }) => !main)];
}

export type SignIn = ConnectionType['sign_ins'][number];

const pathOf = (place: string) => place.replace('.', '/');

/** The fields of a form when one way to sign in is taken: its own are needed, those of other ways are not there. */
export function fieldsOfWay(type: ConnectionType, way: SignIn | undefined): Field[] {
  const fields = formFields(type);
  if (!way) return fields;
  const mine = new Set(way.fields.map(pathOf));
  const theirs = new Set(
    type.sign_ins.flatMap(({ fields: some, implied }) => [
      ...some.map(pathOf),
      ...Object.keys(implied).map(pathOf),
    ]),
  );
  const kept = fields
    .filter(({ path }) => mine.has(path) || !theirs.has(path))
    .map((field) => (mine.has(field.path) ? { ...field, main: true, required: true } : field));
  return [...kept.filter(({ main }) => main), ...kept.filter(({ main }) => !main)];
}

/** The way that a stored connection was set up by, as far as its settings tell; the best one for a new one. */
export function wayOf(type: ConnectionType, connection: Connection): SignIn | undefined {
  const stored = object(connection.settings);
  const fits = ({ implied }: SignIn) =>
    Object.entries(implied).every(([place, value]) => {
      const known = stored[place.split('.')[1] ?? ''];
      return known === undefined || known === value;
    });
  return type.sign_ins.find(fits) ?? type.sign_ins[0];
}

/** What stands in the form at first: what is stored, else what the connector proposes. Secrets are never there. */
export function initialValues(fields: readonly Field[], connection: Connection): Values {
  const stored = object(connection.settings);
  return Object.fromEntries(
    fields.map(({ path, form, name, kind, initial }) => {
      const known = form === 'config' ? stored[name] : undefined;
      if (known === undefined || known === null) return [path, initial];
      if (kind === 'list') return [path, list(known).map(text)];
      return [path, kind === 'switch' ? known === true : text(known)];
    }),
  );
}

const isEmpty = (value: Value | undefined) =>
  value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
const isWebAddress = (value: string) => /^https?:\/\//i.test(value) && URL.canParse(value);

/** Another way to sign in was chosen: then the usual fields of the first way may stay empty. */
function hasOtherWay(fields: readonly Field[], values: Values): boolean {
  return fields.some(
    ({ form, main, path }) => form === 'credentials' && !main && !isEmpty(values[path]),
  );
}

export type Trouble = 'missing' | 'address';

/** What is wrong before anything is sent; the server has the last word. */
export function troubles(
  fields: readonly Field[],
  values: Values,
  hasSecret: boolean,
): Record<string, Trouble> {
  const credentialsTyped = fields.some(
    ({ form, path }) => form === 'credentials' && !isEmpty(values[path]),
  );
  const other = hasOtherWay(fields, values);
  const found: Record<string, Trouble> = {};
  for (const { path, form, kind, main, required } of fields) {
    const value = values[path];
    const kept = form === 'credentials' && hasSecret && !credentialsTyped;
    if (isEmpty(value) && main && !kept && (required || !other)) found[path] = 'missing';
    if (kind === 'url' && typeof value === 'string' && value && !isWebAddress(value)) {
      found[path] = 'address';
    }
  }
  return found;
}

function sent(field: Field, value: Value | undefined): unknown {
  if (field.kind !== 'number') return value;
  const parsed = Number(value);
  return Number.isFinite(parsed) ? parsed : value;
}

const same = (one: Value | undefined, other: Value) =>
  Array.isArray(one) && Array.isArray(other) ? one.join('\n') === other.join('\n') : one === other;

/** The two forms as they are sent: without what is empty or as proposed; no credentials keep the stored ones. */
export function answered(fields: readonly Field[], values: Values, way?: SignIn) {
  const settings: Record<string, unknown> = {};
  for (const [place, value] of Object.entries(way?.implied ?? {}))
    settings[place.split('.')[1] ?? ''] = value;
  const credentials: Record<string, unknown> = {};
  for (const field of fields) {
    const value = values[field.path];
    if (isEmpty(value) || (!field.required && same(value, field.initial))) continue;
    (field.form === 'config' ? settings : credentials)[field.name] = sent(field, value);
  }
  return { settings, credentials: Object.keys(credentials).length > 0 ? credentials : null };
}
