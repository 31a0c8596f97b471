import { expect, it } from 'vitest';

import { paramsOf, queryOf, readAuditSearch } from './search';

it('reads only what fits', () => {
  const search = readAuditSearch({
    action: ['a', 3],
    since: 'soon',
    until: '2026-11-21',
    type: 'x',
  });
  expect(search).toMatchObject({ action: ['a'], until: '2026-11-21' });
  expect(search.since).toBeUndefined();
  expect(search.type).toBeUndefined();
});

it('takes both days whole', () => {
  const { since, until } = paramsOf({ since: '2026-11-20', until: '2026-11-20' });
  expect(Date.parse(until ?? '') - Date.parse(since ?? '')).toBe(86_400_000);
});

it('names each value in an address', () => {
  expect(queryOf({ action: ['a.b', 'c'], actor: 'x' })).toBe('actor_id=x&action=a.b&action=c');
});
