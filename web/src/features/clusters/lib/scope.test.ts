import { describe, expect, it } from 'vitest';

import type { ClusterRun } from '@/features/clusters/api/clusters';

import { conditionOf, emptyScope, scopeOf, shownRun } from './scope';

const NOW = Date.parse('2026-11-21T12:00:00Z');
const run = (id: string, state: ClusterRun['state'], connection: string | null = null) =>
  ({
    id,
    state,
    scope: {},
    connection: connection ? { id: connection, name: connection } : null,
  }) as ClusterRun;

describe('what is looked at', () => {
  it('says only what was chosen', () => {
    expect(scopeOf({ days: '', connection: null, where: '  ' }, NOW)).toEqual({});
    expect(scopeOf({ ...emptyScope, days: '7', connection: 'c', where: 'a = b' }, NOW)).toEqual({
      created_from: '2026-11-14T12:00:00.000Z',
      connection_id: 'c',
      filter: { where: 'a = b' },
    });
  });

  it('reads the condition back', () => {
    expect(conditionOf({ ...run('1', 'queued'), scope: { filter: { where: 'a = b' } } })).toBe(
      'a = b',
    );
    expect(conditionOf(run('1', 'queued'))).toBe('');
  });
});

describe('the search that is shown', () => {
  const runs = [run('3', 'cancelled'), run('2', 'completed', 'jira'), run('1', 'completed')];

  it('is the one asked for, else the newest that was not called off', () => {
    expect(shownRun(runs, { run: '3' })?.id).toBe('3');
    expect(shownRun(runs, {})?.id).toBe('2');
    expect(shownRun(runs, { connection: 'jira' })?.id).toBe('2');
    expect(shownRun(runs, { connection: 'other' })).toBeUndefined();
    expect(shownRun([], {})).toBeUndefined();
  });
});
