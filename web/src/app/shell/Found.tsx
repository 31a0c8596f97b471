import type { ReactNode } from 'react';

/** The text with the wanted letters marked. */
export function Found({ text, wanted }: { text: string; wanted: string }): ReactNode {
  const at = wanted ? text.toLocaleLowerCase().indexOf(wanted.toLocaleLowerCase()) : -1;
  if (at < 0) return text;
  return (
    <>
      {text.slice(0, at)}
      <mark>{text.slice(at, at + wanted.length)}</mark>
      {text.slice(at + wanted.length)}
    </>
  );
}
