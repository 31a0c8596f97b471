import { expect, test } from 'vitest';

import { outsideFacts } from './outside';

test('facts from outside are shown in words, empty ones are left out', () => {
  expect(outsideFacts({ remote_id: 'OPS-4', empty: null, none: '', tags: ['a', 'b'] })).toEqual([
    { name: 'Remote id', value: 'OPS-4', href: undefined },
    { name: 'Tags', value: 'a, b', href: undefined },
  ]);
  expect(outsideFacts(undefined)).toEqual([]);
});

test('only addresses of the web become links', () => {
  const facts = outsideFacts({
    url: 'https://jira.example/browse/OPS-4',
    bad: 'javascript:alert(1)',
    data: 'data:text/html,x',
  });
  expect(facts.map(({ href }) => href)).toEqual([
    'https://jira.example/browse/OPS-4',
    undefined,
    undefined,
  ]);
});
