import { expect, it } from 'vitest';

import { fuzzy } from './fuzzy';

const best = (wanted: string, ...texts: string[]) =>
  texts
    .map((text) => ({ text, fit: fuzzy(text, wanted) }))
    .filter(({ fit }) => fit !== null)
    .toSorted((one, other) => (other.fit?.score ?? 0) - (one.fit?.score ?? 0))
    .map(({ text }) => text);

it('prefers the beginning, then the beginning of a word, then letters apart', () => {
  expect(best('set', 'Reset filters', 'Priority: set', 'Settings')).toEqual([
    'Settings',
    'Priority: set',
    'Reset filters',
  ]);
});

it('finds letters that begin words', () => {
  expect(fuzzy('Assign to me', 'atm')?.at).toEqual([0, 7, 10]);
  expect(best('gto', 'Go to the overview', 'Light')).toEqual(['Go to the overview']);
});

it('finds words in any order', () => {
  expect(fuzzy('Status: In progress', 'progress status')).not.toBeNull();
});

it('leaves out what lacks a letter or has them only by chance', () => {
  expect(fuzzy('Overview', 'xyz')).toBeNull();
  expect(fuzzy('A long sentence with everything', 'oeeg')).toBeNull();
});
