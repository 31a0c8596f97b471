import { afterEach, expect, it } from 'vitest';

import { fieldTime, fromFieldTime, setZone } from './format';

afterEach(() => setZone(undefined));

it('shows and reads moments in the zone of the person, not of the browser', () => {
  setZone('America/New_York');
  expect(fieldTime('2026-11-21T10:12:30Z')).toBe('2026-11-21T05:12');
  expect(fromFieldTime('2026-11-21T05:12')).toBe('2026-11-21T10:12:00.000Z');
});

it('holds over a change of clocks', () => {
  setZone('Europe/Berlin');
  for (const moment of [
    '2026-03-29T00:30:00.000Z',
    '2026-03-29T01:30:00.000Z',
    '2026-10-25T03:00:00.000Z',
  ]) {
    expect(fromFieldTime(fieldTime(moment))).toBe(moment);
  }
});
