import { expect, test } from 'vitest';

import { isComplete, kindOf, moved, newStep, SET_FIELDS } from './steps';
import { htmlOf, plainOf } from './words';

test('each kind gives a step of that kind', () => {
  for (const kind of [...SET_FIELDS, 'reply', 'note', 'add_tags', 'resolve', 'custom.site']) {
    expect(kindOf(newStep(kind))).toBe(kind);
  }
});

test('a step without words or tags is not complete', () => {
  expect(isComplete({ do: 'reply', html: ' ' })).toBe(false);
  expect(isComplete({ do: 'add_tags', tags: [] })).toBe(false);
  expect(isComplete({ do: 'resolve' })).toBe(true);
});

test('a step goes to another place', () => {
  expect(moved(['a', 'b', 'c'], 0, 2)).toEqual(['b', 'c', 'a']);
});

test('plain words come back as they went', () => {
  const words = 'Hello {{requester.first_name}},\nall <well>?\n\nBye';
  expect(plainOf(htmlOf(words))).toBe(words);
  expect(plainOf('<p>a <b>bold</b></p>')).toBeUndefined();
});
