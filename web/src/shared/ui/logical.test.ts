import { expect, it } from 'vitest';

const sheets = import.meta.glob<string>(['../../**/*.css', '../../../gallery/**/*.css'], {
  eager: true,
  query: '?raw',
  import: 'default',
});

/** What has a name that turns with the direction of writing: inline-start instead of left. */
const PHYSICAL = [
  /^\s*(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)\b/,
  /^\s*border-(?:top|bottom)-(?:left|right)-radius\b/,
  /^\s*(?:left|right)\s*:/,
  /^\s*(?:text-align|float|clear)\s*:\s*(?:left|right)\b/,
];
/** `margin: 1px 2px 3px 4px` whose second and fourth part differ. */
const FOUR = /^\s*(?:margin|padding|inset)\s*:\s*(\S+) (\S+) (\S+) (\S+);/;

const isPhysical = (line: string) => {
  const four = FOUR.exec(line);
  return PHYSICAL.some((each) => each.test(line)) || (four !== null && four[2] !== four[4]);
};

it('lays out by the direction of writing, so that a language from the right works', () => {
  const found = Object.entries(sheets).flatMap(([path, text]) =>
    text
      .split('\n')
      .flatMap((line, index) =>
        isPhysical(line) && !line.includes('physical:')
          ? [`${path}:${index + 1} ${line.trim()}`]
          : [],
      ),
  );
  expect(found).toEqual([]);
});
