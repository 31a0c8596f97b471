import { expect, it } from 'vitest';

import { KEY_ACTIONS } from './keyCatalog';

const sources = import.meta.glob<string>('../../**/*.{ts,tsx}', {
  eager: true,
  query: '?raw',
  import: 'default',
});

/** `{ keys: 'j', …, label: t('keys.down'), … }` in a file that binds keys. */
const BINDING = /\bkeys: '([^']+)',[^{}]*?label: t\('([^']+)'/g;

const bound = Object.entries(sources)
  .filter(([path, text]) => /\buseKeys\(/.test(text) && !/\.test\.|shared\/lib\/keys/.test(path))
  .flatMap(([path, text]) =>
    [...text.matchAll(BINDING)].map(([, keys = '', words = '']) => ({ path, keys, words })),
  );

const last = (text: string) => text.split(':').at(-1);

it('finds the keys of the pages', () => {
  expect(bound.length).toBeGreaterThan(20);
});

it('has a line for every key, so that all of them can be changed in the settings', () => {
  const missing = bound.filter(
    ({ keys, words }) =>
      !KEY_ACTIONS.some((action) => action.keys === keys && last(action.text) === last(words)),
  );
  expect(missing, 'add a line to KEY_ACTIONS in shared/lib/keyCatalog.ts').toEqual([]);
});

it('has no line that nothing binds', () => {
  const unused = KEY_ACTIONS.filter(
    (action) =>
      !bound.some(({ keys, words }) => keys === action.keys && last(words) === last(action.text)),
  );
  expect(unused).toEqual([]);
});
