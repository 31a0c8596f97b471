import { describe, expect, it } from 'vitest';

import { Problem } from '@/shared/api/problem';

import { compare, isStale } from './conflict';

const before = { priority: 'high', assignee: { id: '1', name: 'Aiko' }, title: 'VPN' };

describe('a change prepared on an older version', () => {
  it('may be sent again when others changed other fields', () => {
    expect(compare(before, { ...before, title: 'VPN drops' }, { priority: 'critical' })).toBe(
      'free',
    );
  });

  it('is done when the other wanted the same', () => {
    const now = { ...before, priority: 'critical' };
    expect(compare(before, now, { priority: 'critical' })).toBe('agreed');
  });

  it('names the fields both changed', () => {
    const now = { ...before, priority: 'low', assignee: { id: '2', name: 'Tomas' } };
    expect(compare(before, now, { priority: 'critical', assignee: null })).toEqual([
      'priority',
      'assignee',
    ]);
  });
});

it('knows a stale version from an illegal transition', () => {
  expect(isStale(new Problem({ status: 409, current_version: 7 }))).toBe(true);
  expect(isStale(new Problem({ status: 412 }))).toBe(true);
  expect(isStale(new Problem({ status: 409, legal: ['open'] }))).toBe(false);
});
