import { expect, it } from 'vitest';

import { duration, relative, signed } from './format';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NOW = Date.parse('2026-11-21T12:00:00Z');
const ago = (milliseconds: number) => new Date(NOW - milliseconds).toISOString();

it.each([
  [18 * MINUTE, '0 h 18 m'],
  [94 * MINUTE, '1 h 34 m'],
  [26 * HOUR, '1 d 2 h'],
  [-12 * MINUTE, '0 h 12 m'],
])('writes %d ms as %s', (milliseconds, text) => {
  expect(duration(milliseconds)).toBe(text);
});

it('shows near moments as a distance and far ones as a date', () => {
  expect(relative(ago(20_000), NOW)).toBe('just now');
  expect(relative(ago(3 * MINUTE), NOW)).toContain('3');
  expect(relative(ago(10 * 24 * HOUR), NOW)).toContain('2026');
});

it('signs a change with a real minus', () => {
  expect([signed(9), signed(-0.8, 1), signed(0)]).toEqual(['+9', '−0.8', '0']);
});
