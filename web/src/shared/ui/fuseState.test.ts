import { expect, it } from 'vitest';

import { fuseState } from './fuseState';

const NOON = Date.parse('2026-11-21T12:00:00Z');
const clock = (startedAt: string, dueAt: string | null) => ({
  startedAt: `2026-11-21T${startedAt}:00Z`,
  dueAt: dueAt ? `2026-11-21T${dueAt}:00Z` : null,
});

it.each([
  ['more than half is left', '11:00', '14:00', 'calm'],
  ['less than half is left', '06:00', '14:00', 'soon'],
  ['less than a fifth is left', '02:00', '14:00', 'late'],
  ['less than 30 minutes are left, whatever the share', '11:59', '12:29', 'late'],
  ['the target is over', '10:00', '11:48', 'late'],
])('when %s', (_, startedAt, dueAt, kind) => {
  expect(fuseState(clock(startedAt, dueAt), NOON).kind).toBe(kind);
});

it('burns from nothing to all, and not further', () => {
  expect(fuseState(clock('11:00', '13:00'), NOON)).toMatchObject({ burnt: 0.5 });
  expect(fuseState(clock('10:00', '11:00'), NOON)).toMatchObject({ burnt: 1 });
});

it('stands still while paused, and says how it ended', () => {
  const running = clock('10:00', '13:00');

  expect(fuseState({ ...running, pausedFor: 'requester' }, NOON)).toEqual({
    kind: 'paused',
    cause: 'requester',
  });
  expect(fuseState({ ...running, met: true }, NOON)).toEqual({ kind: 'met' });
  expect(fuseState({ ...running, met: false }, NOON)).toEqual({ kind: 'missed' });
  expect(fuseState(clock('10:00', null), NOON)).toEqual({ kind: 'none' });
});
