import { expect, test } from 'vitest';

import type { Maps } from '@/features/connections/api/maps';
import { affected, changeOf, chosen, draftOf, gaps, isUnknown, sameMaps } from './maps';

const row = (raw: string, usual: string | null, mine: string | null, taken = {}) => ({
  raw,
  label: raw,
  default: usual,
  chosen: mine,
  offered: true,
  tickets: 0,
  taken,
});
const STATUS = {
  field: 'status',
  values: ['open', 'on_hold', 'closed'],
  fallback: 'open',
  rows: [row('42', null, null, { open: 3 }), row('2', 'open', 'closed', { closed: 2 })],
};
const MAPS: Maps = {
  version: 7,
  values: [STATUS],
  fields: [
    { ours: 'floor', label: 'Floor', theirs: 'u_floor', their_label: '', left_out: 0, why: '' },
  ],
  our_fields: [{ key: 'floor', label: 'Floor', kind: 'text' }],
  their_fields: [],
  linked: 5,
  pending: 0,
};
const [UNKNOWN, CHANGED] = STATUS.rows as [(typeof STATUS.rows)[0], (typeof STATUS.rows)[0]];

test('nothing is sent as long as nothing differs', () => {
  const stored = draftOf(MAPS);
  expect(stored.values).toEqual({ status: { 2: 'closed' } });
  expect(changeOf(stored, draftOf(MAPS))).toBeNull();
  const there = chosen(stored, 'status', UNKNOWN, 'on_hold');
  expect(changeOf(stored, chosen(there, 'status', UNKNOWN, null))).toBeNull();
});

test('only the map that differs is sent, with the version it was prepared on', () => {
  const stored = draftOf(MAPS);
  const draft = chosen(stored, 'status', UNKNOWN, 'on_hold');
  expect(changeOf(stored, draft)).toEqual({
    version: 7,
    status: { 2: 'closed', 42: 'on_hold' },
  });
  expect(changeOf(stored, { ...stored, fields: [] })).toEqual({ version: 7, fields: {} });
});

test('what the connector says anyway is no row of ours', () => {
  const draft = chosen(draftOf(MAPS), 'status', CHANGED, 'open');
  expect(draft.values.status).toEqual({});
});

test('tickets are counted that would say something else', () => {
  const stored = draftOf(MAPS);
  expect(affected(STATUS, stored)).toBe(0);
  expect(affected(STATUS, chosen(stored, 'status', UNKNOWN, 'on_hold'))).toBe(3);
  expect(affected(STATUS, chosen(stored, 'status', CHANGED, null))).toBe(2);
});

test('a value that nothing is known of stops being unknown when somebody says what it is', () => {
  const stored = draftOf(MAPS);
  expect(isUnknown(stored, 'status', UNKNOWN)).toBe(true);
  expect(isUnknown(chosen(stored, 'status', UNKNOWN, 'open'), 'status', UNKNOWN)).toBe(false);
});

test('half rows of fields are named, and a newer version alone is no difference', () => {
  const stored = draftOf(MAPS);
  const half = [
    { key: 'a', ours: '', theirs: 'u_a' },
    { key: 'b', ours: 'wing', theirs: ' ' },
  ];
  expect(gaps({ ...stored, fields: half })).toEqual({ a: 'ours', b: 'theirs' });
  expect(sameMaps(stored, draftOf({ ...MAPS, version: 9 }))).toBe(true);
});
