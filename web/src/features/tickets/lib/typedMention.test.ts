import { expect, it } from 'vitest';

import { typedMention } from './typedMention';

it('finds the name that is being typed', () => {
  expect(typedMention('Ask @Jon')).toEqual({ query: 'Jon', from: 4 });
  expect(typedMention('@')).toEqual({ query: '', from: 0 });
  expect(typedMention('(@Jonas Pe')).toEqual({ query: 'Jonas Pe', from: 1 });
});

it('leaves addresses and finished sentences alone', () => {
  expect(typedMention('mail jonas@desk')).toBeUndefined();
  expect(typedMention('@Jonas Petersen knows it')).toBeUndefined();
  expect(typedMention('no name')).toBeUndefined();
});
