import type { ReactNode } from 'react';

/** The text with the found letters marked. */
export function Found({ text, at }: { text: string; at: readonly number[] }): ReactNode {
  if (at.length === 0) return text;
  const marked = new Set(at);
  const parts: { text: string; from: number; isFound: boolean }[] = [];
  for (const [index, letter] of [...text].entries()) {
    const isFound = marked.has(index);
    const last = parts.at(-1);
    if (last && last.isFound === isFound) last.text += letter;
    else parts.push({ text: letter, from: index, isFound });
  }
  return parts.map((part) =>
    part.isFound ? (
      <mark key={part.from}>{part.text}</mark>
    ) : (
      <span key={part.from}>{part.text}</span>
    ),
  );
}
