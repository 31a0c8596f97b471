import { expect, it } from 'vitest';

import { KEY_ACTIONS, type KeyAction } from '@/shared/lib/keyCatalog';

import { conflictsOf, pressedKeys, refusalOf, withKeys } from './keyChoice';

const action = (id: string): KeyAction => {
  const found = KEY_ACTIONS.find((each) => each.id === id);
  if (!found) throw new Error(id);
  return found;
};
const names = (found: readonly KeyAction[]) => found.map(({ id }) => id);
const press = (key: string, held: KeyboardEventInit = {}) =>
  pressedKeys(new KeyboardEvent('keydown', { key, ...held }));

it('has presets without conflicts, each action once', () => {
  for (const each of KEY_ACTIONS as readonly KeyAction[]) {
    expect([each.id, names(conflictsOf(each, each.keys, {}))]).toEqual([each.id, []]);
  }
  expect(new Set(KEY_ACTIONS.map(({ id }) => id)).size).toBe(KEY_ACTIONS.length);
});

it('names the actions that the same keys would start', () => {
  expect(names(conflictsOf(action('status'), 'p', {}))).toEqual(['priority']);
  expect(names(conflictsOf(action('status'), 'c', {}))).toEqual(['create']);
  expect(names(conflictsOf(action('status'), 'p', { priority: 'z' }))).toEqual([]);
});

it('sees that one key would act before two in a row are complete', () => {
  expect(names(conflictsOf(action('status'), 'g', {}))).toContain('go.tickets');
});

it('lets pages that are never open together share a key', () => {
  expect(conflictsOf(action('edit'), 'j', {})).toEqual([]);
});

it('hears single keys, Ctrl, and nothing while only Shift is down', () => {
  expect(press('S')).toBe('s');
  expect(press('K', { ctrlKey: true })).toBe('mod+k');
  expect(press('Shift')).toBeNull();
});

it('leaves the keys that everything needs', () => {
  expect(refusalOf('enter')).toBe('fixed');
  expect(refusalOf('arrowdown')).toBe('fixed');
  expect(refusalOf('mod+t')).toBe('browser');
  expect(refusalOf('mod+c')).toBe('browser');
  expect(refusalOf('z')).toBeNull();
});

it('stores only what differs from the preset', () => {
  const own = withKeys({}, action('status'), 'z');
  expect(own).toEqual({ status: 'z' });
  expect(withKeys(own, action('status'), 's')).toEqual({});
  expect(withKeys(own, action('status'), null)).toEqual({});
  expect(withKeys(own, action('create'), '')).toEqual({ status: 'z', create: '' });
});
