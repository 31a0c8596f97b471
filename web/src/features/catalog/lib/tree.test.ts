import { expect, it } from 'vitest';

import type { Category } from '@/features/catalog/api/catalog';

import { linesOf, matching, mayGoBelow, withBelow } from './tree';

const category = (id: string, path: string, lineage: string[]) =>
  ({ id, path, lineage, parent_id: lineage.at(-2) ?? null }) as Category;

const TREE = [
  category('laptop', 'Hardware / Laptop', ['hw', 'laptop']),
  category('hw', 'Hardware', ['hw']),
  category('mail', 'E-mail', ['mail']),
  category('battery', 'Hardware / Laptop / Battery', ['hw', 'laptop', 'battery']),
];

const ids = (lines: { category: Category }[]) => lines.map(({ category: { id } }) => id);

it('stands below its parent, folded branches are hidden', () => {
  expect(ids(linesOf(TREE, new Set()))).toEqual(['mail', 'hw', 'laptop', 'battery']);
  expect(ids(linesOf(TREE, new Set(['hw'])))).toEqual(['mail', 'hw']);
});

it('keeps what is above a match', () => {
  expect(matching(TREE, 'batt').map(({ id }) => id)).toEqual(['laptop', 'hw', 'battery']);
});

it('never goes below itself', () => {
  const [laptop, hw, mail, battery] = TREE as [Category, Category, Category, Category];
  expect(mayGoBelow(hw, battery)).toBe(false);
  expect(mayGoBelow(laptop, hw)).toBe(false);
  expect(mayGoBelow(laptop, mail)).toBe(true);
  expect(mayGoBelow(hw, null)).toBe(false);
  expect(mayGoBelow(laptop, null)).toBe(true);
});

it('counts tickets together with those below', () => {
  const sums = withBelow(
    TREE,
    new Map([
      ['battery', 2],
      ['laptop', 3],
    ]),
  );
  expect(sums.get('hw')).toBe(5);
  expect(sums.get('mail')).toBe(0);
});
