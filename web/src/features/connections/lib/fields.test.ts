import { expect, test } from 'vitest';

import type { Connection, ConnectionType } from '@/features/connections/api/types';
import { answered, fieldsOfWay, formFields, initialValues, troubles, wayOf } from './fields';

/** A vendor that this code has never heard of. */
const TYPE = {
  type: 'helpotron',
  sign_ins: [],
  main_fields: ['config.base_url', 'config.email', 'credentials.api_token'],
  settings_schema: {
    $defs: { Size: { enum: ['small', 'large'], title: 'Size', type: 'string' } },
    properties: {
      base_url: {
        format: 'uri',
        title: 'Base URL',
        type: 'string',
        examples: ['https://a.example'],
      },
      size: { $ref: '#/$defs/Size', default: 'small', title: 'How large' },
      email: { default: '', title: 'E-mail', type: 'string' },
      retries: { default: 3, title: 'Retries', type: 'integer' },
      words: { default: ['a', 'b'], items: { type: 'string' }, title: 'Words', type: 'array' },
    },
    required: ['base_url'],
  },
  credentials_schema: {
    properties: {
      api_token: {
        default: '',
        format: 'password',
        title: 'Token',
        type: 'string',
        writeOnly: true,
      },
      password: { default: '', format: 'password', title: 'Password', type: 'string' },
    },
  },
} as unknown as ConnectionType;
const EMPTY = { settings: {}, has_secret: false } as unknown as Connection;

test('fields come from the schema, those that matter first', () => {
  const fields = formFields(TYPE);
  expect(fields.map(({ path, kind }) => `${path} ${kind}`)).toEqual([
    'config/base_url url',
    'config/email text',
    'credentials/api_token secret',
    'config/size choice',
    'config/retries number',
    'config/words list',
    'credentials/password secret',
  ]);
  expect(fields[3]).toMatchObject({
    title: 'How large',
    choices: ['small', 'large'],
    initial: 'small',
  });
  expect(fields[0]).toMatchObject({ placeholder: 'https://a.example', required: true, main: true });
});

test('what is missing or no address is said before anything is sent', () => {
  const fields = formFields(TYPE);
  const values = { ...initialValues(fields, EMPTY), 'config/base_url': 'acme' };
  expect(troubles(fields, values, false)).toEqual({
    'config/base_url': 'address',
    'config/email': 'missing',
    'credentials/api_token': 'missing',
  });
});

test('another way to sign in makes the first one needless, a stored secret too', () => {
  const fields = formFields(TYPE);
  const base = { ...initialValues(fields, EMPTY), 'config/base_url': 'https://a.example' };
  expect(troubles(fields, { ...base, 'credentials/password': 'x' }, false)).toEqual({});
  expect(troubles(fields, { ...base, 'config/email': 'me@a.example' }, true)).toEqual({});
});

test('only what was filled in is sent, and secrets only if they were typed', () => {
  const fields = formFields(TYPE);
  const stored = {
    settings: { base_url: 'https://a.example', retries: 5 },
  } as unknown as Connection;
  const values = initialValues(fields, stored);
  expect(answered(fields, values)).toEqual({
    settings: { base_url: 'https://a.example', retries: 5 },
    credentials: null,
  });
  const typed = { ...values, 'credentials/api_token': 't', 'config/words': ['a'] };
  expect(answered(fields, typed)).toEqual({
    settings: { base_url: 'https://a.example', retries: 5, words: ['a'] },
    credentials: { api_token: 't' },
  });
});

const WAYS = {
  ...TYPE,
  sign_ins: [
    { key: 'token', fields: ['config.email', 'credentials.api_token'], implied: {} },
    { key: 'password', fields: ['credentials.password'], implied: { 'config.size': 'large' } },
  ],
} as unknown as ConnectionType;

test('a way to sign in brings its own fields and leaves out those of others', () => {
  const [token, password] = WAYS.sign_ins;
  const paths = (way: typeof token) => fieldsOfWay(WAYS, way).map(({ path }) => path);
  expect(paths(token)).toEqual([
    'config/base_url',
    'config/email',
    'credentials/api_token',
    'config/retries',
    'config/words',
  ]);
  expect(paths(password)).not.toContain('config/email');
  expect(troubles(fieldsOfWay(WAYS, password), {}, false)).toMatchObject({
    'credentials/password': 'missing',
  });
  const values = { ...initialValues(formFields(WAYS), EMPTY), 'credentials/password': 'x' };
  expect(answered(fieldsOfWay(WAYS, password), values, password)).toEqual({
    settings: { size: 'large' },
    credentials: { password: 'x' },
  });
});

test('the way of a stored connection is told by its settings', () => {
  const stored = { settings: { size: 'large' }, has_secret: true } as unknown as Connection;
  expect(wayOf(WAYS, EMPTY)?.key).toBe('token');
  expect(wayOf(WAYS, stored)?.key).toBe('token');
  expect(wayOf(TYPE, stored)).toBeUndefined();
});
