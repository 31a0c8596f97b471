import { expect, it } from 'vitest';

import { emptyScope, numbersIn, scopeOf } from '@/features/rca/lib/scope';

const NOW = Date.parse('2026-11-20T12:00:00Z');

it('asks for a time back from now', () => {
  expect(scopeOf({ ...emptyScope, period: '24' }, NOW)).toEqual({
    created_from: '2026-11-19T12:00:00.000Z',
  });
});

it('takes named tickets whatever their time', () => {
  expect(numbersIn('INC-1, INC-2\nINC-1; REQ-3')).toEqual(['INC-1', 'INC-2', 'REQ-3']);
  expect(scopeOf({ ...emptyScope, tickets: 'INC-1' }, NOW)).toEqual({ tickets: ['INC-1'] });
});

it('says only what was chosen', () => {
  const values = {
    ...emptyScope,
    period: '',
    category: 'c',
    item: 'i',
    where: ' priority = high ',
  };
  expect(scopeOf(values, NOW)).toEqual({
    filter: { category: ['c'], where: 'priority = high' },
    item_ids: ['i'],
  });
});
