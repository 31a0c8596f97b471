import { expect, it } from 'vitest';

import { keepDraft, readDraft, withText } from './drafts';

it('keeps reply and note apart, for each ticket', () => {
  keepDraft('a', withText(withText(readDraft('a'), 'public', 'Dear Lena'), 'note', 'It was us'));
  keepDraft('b', withText(readDraft('b'), 'note', 'Other ticket'));
  expect(readDraft('a')).toEqual({ public: 'Dear Lena', note: 'It was us' });
  expect(readDraft('b')).toEqual({ public: '', note: 'Other ticket' });
});

it('clearing one text leaves the other', () => {
  keepDraft('a', { public: 'Dear Lena', note: 'It was us' });
  keepDraft('a', withText(readDraft('a'), 'public', ''));
  expect(readDraft('a')).toEqual({ public: '', note: 'It was us' });
});

it('leaves nothing behind when both are empty', () => {
  keepDraft('a', { public: 'Dear Lena', note: '' });
  keepDraft('a', { public: '', note: '' });
  expect(localStorage.length).toBe(0);
});

it('reads damaged storage as no draft', () => {
  localStorage.setItem('deskplane.draft.a', '{"public": 7');
  expect(readDraft('a')).toEqual({ public: '', note: '' });
});
