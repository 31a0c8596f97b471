import { expect, it } from 'vitest';

import { type Clause, clausesOf, NONE, textOf, toggled } from './clauses';

const KNOWN = ['type', 'priority', 'team', 'tags', 'category', 'custom.site'];
const read = (text: string) => clausesOf(text, (field) => KNOWN.includes(field));
const write = (clauses: Clause[]) => textOf(clauses, (field) => field === 'tags');

it.each([
  'type = incident',
  'type != incident and priority in (high, urgent)',
  'priority not in (low, planning)',
  'team is empty and category is not empty',
  'tags contains vip and custom.site = "Pier 7, east"',
  'tags not contains "say \\"no\\""',
  'tags in (vip, crane)',
  'custom.site = "empty"',
])('writes what it read: %s', (text) => {
  expect(write(read(text) ?? [])).toBe(text);
});

it('reads what people write by hand, and nothing', () => {
  expect(read("type=incident AND priority  in(high ,'urgent')")).toEqual([
    { field: 'type', not: false, values: ['incident'] },
    { field: 'priority', not: false, values: ['high', 'urgent'] },
  ]);
  expect(read('  ')).toEqual([]);
});

it.each([
  'type = incident or priority = high',
  'not type = incident',
  '(type = incident)',
  'priority >= high',
  'title contains vpn',
  'type = incident and type != task',
  'type =',
  'type in (incident',
  'priority in (high,)',
  '{"all": []}',
  'type = "incident',
])('leaves to the text what chips cannot say: %s', (text) => {
  expect(read(text)).toBeNull();
});

it('says nothing for a chip without a value', () => {
  expect(write([{ field: 'type', not: true, values: [] }])).toBe('');
});

it('keeps "none" apart from values', () => {
  expect(toggled(['a', 'b'], NONE)).toEqual([NONE]);
  expect(toggled([NONE], 'a')).toEqual(['a']);
  expect(toggled(['a', 'b'], 'a')).toEqual(['b']);
});
