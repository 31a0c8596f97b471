import { expect, test } from 'vitest';

import { suggestedKey } from './projectKey';

test.each([
  ['Wireless in hall four', 'WIHF'],
  ['Zürich', 'ZURICH'],
  ['Infrastructure', 'INFRASTR'],
  ['2027 roll out', 'RO'],
  ['', ''],
])('%s gives %s', (name, key) => {
  expect(suggestedKey(name)).toBe(key);
});
