import { expect, it } from 'vitest';

import { leaksIn, speaksOfFile } from './leaks';

const NOTE = 'Rekey timer on gw-tll-02 is 1200 s after the change. Password is Hunter2-x.';

it('lets an ordinary reply pass', () => {
  expect(leaksIn('We are rolling back the change now. Please reconnect.', [NOTE], [])).toEqual([]);
});

it('finds marks of what must stay inside', () => {
  expect(leaksIn('Internal only: they are cross', [], [])[0]).toMatchObject({ why: 'mark' });
  expect(leaksIn('Bitte vertraulich behandeln', [], [])[0]).toMatchObject({ why: 'mark' });
  expect(leaksIn('see CANARY-7f3a', [], [])[0]?.words).toBe('CANARY-7f3a');
  expect(leaksIn('the international office', [], [])).toEqual([]);
});

it('finds phrases and peculiar words of a note', () => {
  expect(leaksIn('Well, timer on gw-tll-02 is 1200 s after it', [NOTE], [])[0]?.why).toBe('note');
  expect(leaksIn('try Hunter2-x', [NOTE], [])).toEqual([{ why: 'note', words: 'hunter2-x' }]);
});

it('does not mind what the requester knows already', () => {
  expect(leaksIn('gw-tll-02 is back', [NOTE], ['Is gw-tll-02 down?'])).toEqual([]);
});

it('hears when a text speaks of a file', () => {
  expect(speaksOfFile('I have attached the log')).toBe(true);
  expect(speaksOfFile('Die Datei ist im Anhang')).toBe(true);
  expect(speaksOfFile('We are on it')).toBe(false);
});
