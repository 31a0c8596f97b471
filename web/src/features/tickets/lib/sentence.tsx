import { Fragment, type ReactNode } from 'react';

const FIRST = 0xe000;
const MARKS = /([\ue000-\ue0ff])/;

/** A sentence with parts that are not plain words; `say` puts marks where the parts go. */
export function sentence<Name extends string>(
  parts: Readonly<Record<Name, ReactNode>>,
  say: (marks: Record<Name, string>) => string,
): ReactNode {
  const names = Object.keys(parts) as Name[];
  const marks = Object.fromEntries(
    names.map((name, index) => [name, String.fromCodePoint(FIRST + index)]),
  ) as Record<Name, string>;
  return say(marks)
    .split(MARKS)
    .map((piece, index) => {
      const name = MARKS.test(piece) ? names[piece.charCodeAt(0) - FIRST] : undefined;
      // The pieces of one sentence never change places.
      // biome-ignore lint/suspicious/noArrayIndexKey: see above
      return <Fragment key={index}>{name === undefined ? piece : parts[name]}</Fragment>;
    });
}
