import { expect, it } from 'vitest';

import { allTexts } from '@/shared/testing/texts';

function keysOf(texts: unknown, path = ''): string[] {
  if (typeof texts !== 'object' || texts === null) return [path];
  return Object.entries(texts).flatMap(([key, value]) =>
    keysOf(value, path ? `${path}.${key}` : key),
  );
}

const placeholders = (text: string) =>
  [...text.matchAll(/\{\{[\w, ]+\}\}/g)].map(String).toSorted();

function at(texts: unknown, path: string): string {
  return String(
    path.split('.').reduce<unknown>((part, key) => (part as Record<string, unknown>)?.[key], texts),
  );
}

it('says everything in German that it says in English, with the same placeholders', () => {
  const { en, de } = allTexts;
  expect(keysOf(de).toSorted()).toEqual(keysOf(en).toSorted());
  for (const path of keysOf(en)) {
    expect([path, placeholders(at(de, path))]).toEqual([path, placeholders(at(en, path))]);
    expect(at(de, path).trim(), path).not.toBe('');
  }
});
