/** Behind an @ at the beginning of a word: one or two words, as names are. */
const TYPED = /(?:^|[\s(])@([\p{L}\p{N}.'-]{0,30}(?: [\p{L}.'-]{0,30})?)$/u;

/** The name being typed at the end of `text`, and where its @ stands. */
export function typedMention(text: string): { query: string; from: number } | undefined {
  const query = TYPED.exec(text)?.[1];
  if (query === undefined) return undefined;
  return { query, from: text.length - query.length - 1 };
}
