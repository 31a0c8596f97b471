import { expect, it } from 'vitest';

import type { Activity } from '@/features/tickets/api/ticket';

import { changesOf, isStop, kindOf } from './changes';

const activity = (changes: Activity['changes'], name = 'ticket.changed'): Activity => ({
  id: '1',
  name,
  version: 2,
  at: '2026-11-21T10:00:00Z',
  actor: { kind: 'person', id: 'p', name: 'Aiko' },
  origin: 'web',
  visibility: 'public',
  changes,
  data: {},
  names: {},
});

it('tells what people changed and keeps quiet about what follows from it', () => {
  const told = changesOf(
    activity({
      resolved_at: [null, '2026-11-21'],
      resolution_code: [null, 'fixed'],
      status: ['open', 'resolved'],
    }),
  );
  expect(told.map(({ field }) => field)).toEqual(['status', 'resolution_code']);
});

it('tells tags and custom fields one by one', () => {
  const told = changesOf(
    activity({
      tags: [['vip'], ['vpn']],
      custom_fields: [
        { site: 'Hamburg', floor: 2 },
        { site: 'Gdansk', floor: 2 },
      ],
    }),
  );
  expect(told).toEqual([
    { field: 'tag', from: 'vip', to: null },
    { field: 'tag', from: null, to: 'vpn' },
    { field: 'custom', key: 'site', from: 'Hamburg', to: 'Gdansk' },
  ]);
  expect(told.map(kindOf)).toEqual(['removed', 'set', 'changed']);
});

it('stops the time slider where a version was made', () => {
  expect(isStop(activity({}, 'ticket.created'))).toBe(true);
  expect(isStop(activity({ priority: ['low', 'high'] }))).toBe(true);
  expect(isStop(activity({}, 'ticket.watcher_changed'))).toBe(false);
});
