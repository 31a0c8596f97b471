import { expect, it } from 'vitest';

import { type Kept, keep, NOTHING, readKept, reconcile } from './drafts';

const kept = (body: string, more: Partial<Kept> = {}): Kept => ({
  body,
  mentions: [],
  at: 1000,
  base: 0,
  saved: false,
  ...more,
});
const stored = (body: string, version = 5, at = 500) => ({ body, version, at, mentions: [] });

it('keeps reply and note apart, for each ticket and person', () => {
  keep('mira', 'a', 'public', kept('Dear Lena'));
  keep('mira', 'a', 'note', kept('It was us'));
  keep('mira', 'b', 'note', kept('Other ticket'));
  expect(readKept('mira', 'a', 'public').body).toBe('Dear Lena');
  expect(readKept('mira', 'a', 'note').body).toBe('It was us');
  expect(readKept('mira', 'b', 'public')).toEqual(NOTHING);
  expect(readKept('lena', 'a', 'note')).toEqual(NOTHING);
});

it('leaves nothing behind when the text is gone everywhere', () => {
  keep('mira', 'a', 'public', kept('Dear Lena'));
  keep('mira', 'a', 'public', NOTHING);
  expect(localStorage.length).toBe(0);
});

it('reads damaged storage as no draft', () => {
  localStorage.setItem('deskplane.draft.mira.a.public', '{"body": 7');
  expect(readKept('mira', 'a', 'public')).toEqual(NOTHING);
});

it('goes on with what another device wrote when nothing is unsaved here', () => {
  expect(reconcile(kept('old', { saved: true, base: 4 }), stored('new'))).toEqual({
    take: 'theirs',
  });
  expect(reconcile(kept('sent elsewhere', { saved: true }), undefined)).toEqual({ take: 'theirs' });
  expect(reconcile(NOTHING, stored('from home'))).toEqual({ take: 'theirs' });
});

it('brings what was typed before a crash to the server', () => {
  expect(reconcile(kept('typed on', { base: 5 }), stored('typed'))).toEqual({ take: 'mine' });
  expect(reconcile(kept('typed offline'), undefined)).toEqual({ take: 'mine' });
});

it('of two texts that went apart takes the newer one and offers the other', () => {
  expect(reconcile(kept('here', { base: 3 }), stored('there'))).toEqual({
    take: 'mine',
    other: 'there',
  });
  expect(reconcile(kept('here', { base: 3, at: 100 }), stored('there'))).toEqual({
    take: 'theirs',
    other: 'here',
  });
});
