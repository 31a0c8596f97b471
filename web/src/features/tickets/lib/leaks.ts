/** Why a public text may hold something that was meant for colleagues. */
export type Leak = { why: 'mark' | 'note'; words: string };

/** Words people write when something must stay inside, in both languages of the desk. */
const MARKS = [
  /\binternal(?: note| only|ly)?\b/iu,
  /\bconfidential\b/iu,
  /\bdo not (?:tell|share|forward)\b/iu,
  /\b(?:nur )?intern(?:e notiz)?\b/iu,
  /\bvertraulich\w*/iu,
  /\bnicht (?:weitersagen|weitergeben|weiterleiten)\b/iu,
  /\bcanary[\w-]*/iu,
];
const RUN = 6;
const SHORTEST_TOKEN = 6;

const wordsOf = (text: string) => text.toLocaleLowerCase().match(/[\p{L}\p{N}_-]+/gu) ?? [];

/** Words nobody writes by chance: with a digit in them, or put together by signs. */
const isDistinct = (word: string) =>
  word.length >= SHORTEST_TOKEN && /\p{L}/u.test(word) && /[\p{N}_-]/u.test(word);

/** The first six words in a row that the text shares with a note. */
function sharedRun(text: readonly string[], note: readonly string[]): string | undefined {
  const known = new Set<string>();
  for (let at = 0; at + RUN <= note.length; at += 1) known.add(note.slice(at, at + RUN).join(' '));
  for (let at = 0; at + RUN <= text.length; at += 1) {
    const run = text.slice(at, at + RUN).join(' ');
    if (known.has(run)) return run;
  }
  return undefined;
}

/**
 * What of a public text looks internal: marks, whole phrases of a note, and peculiar words (names
 * of machines, passwords, canaries) that so far stand in notes only.
 */
export function leaksIn(
  text: string,
  notes: readonly string[],
  open: readonly string[],
): readonly Leak[] {
  const words = wordsOf(text);
  const told = new Set(open.flatMap(wordsOf));
  const found: Leak[] = [];
  for (const mark of MARKS) {
    const hit = mark.exec(text)?.[0];
    if (hit) found.push({ why: 'mark', words: hit });
  }
  for (const note of notes) {
    const inside = wordsOf(note);
    const run = sharedRun(words, inside);
    if (run) found.push({ why: 'note', words: run });
    const secret = new Set(inside.filter((word) => isDistinct(word) && !told.has(word)));
    const hit = words.find((word) => secret.has(word));
    if (hit) found.push({ why: 'note', words: hit });
  }
  return found.filter(
    ({ words: one }, index) => found.findIndex((each) => each.words === one) === index,
  );
}

const FILE_WORDS =
  /\b(?:attached|attachment|attaching|enclosed|see the (?:file|screenshot)|anbei|im anhang|angehängt|beigefügt|anhängend)\b/iu;

/** Whether a text speaks of a file; German letters are no word border, so they are tried as well. */
export const speaksOfFile = (text: string): boolean => FILE_WORDS.test(text);
