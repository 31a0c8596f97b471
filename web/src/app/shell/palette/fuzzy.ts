/** How well a text fits what was typed, and which of its letters do; higher is better. */
export type Fit = { score: number; at: readonly number[] };

const WORD = /[\s\-_/:.,()]/;
const startsWord = (text: string, index: number) => index === 0 || WORD.test(text[index - 1] ?? '');

const range = (from: number, length: number) => Array.from({ length }, (_, index) => from + index);

function asWhole(text: string, wanted: string): Fit | null {
  const from = text.indexOf(wanted);
  if (from < 0) return null;
  const bonus = from === 0 ? 200 : startsWord(text, from) ? 150 : 80;
  return {
    score: bonus + 100 - Math.min(60, text.length - wanted.length),
    at: range(from, wanted.length),
  };
}

/** Each word typed is somewhere in the text, in any order. */
function asWords(text: string, wanted: string): Fit | null {
  const words = wanted.split(/\s+/);
  if (words.length < 2) return null;
  const fits = words.map((word) => asWhole(text, word));
  if (fits.some((fit) => fit === null)) return null;
  return { score: 90 - Math.min(40, text.length), at: fits.flatMap((fit) => fit?.at ?? []) };
}

/** Where the next letter is taken: right here, else at the next start of a word, else at the nearest. */
function nextPlace(text: string, letter: string, from: number): number {
  const near = text.indexOf(letter, from);
  if (near < 0 || near === from) return near;
  for (let at = near; at >= 0; at = text.indexOf(letter, at + 1)) {
    if (startsWord(text, at)) return at;
  }
  return near;
}

function worth(text: string, at: number, from: number): number {
  if (at === from) return 3;
  return startsWord(text, at) ? 4 : -2;
}

/** The letters typed come one after the other, at starts of words where possible. */
function asLetters(text: string, wanted: string): Fit | null {
  const places: number[] = [];
  let score = 0;
  for (const letter of wanted.replaceAll(/\s/g, '')) {
    const from = (places.at(-1) ?? -1) + 1;
    const at = nextPlace(text, letter, from);
    if (at < 0) return null;
    score += worth(text, at, from);
    places.push(at);
  }
  return score > 0 ? { score: score - Math.min(10, text.length / 6), at: places } : null;
}

/** Whether and how well a text fits; everything fits nothing typed. */
export function fuzzy(text: string, wanted: string): Fit | null {
  const typed = wanted.trim().toLocaleLowerCase();
  if (!typed) return { score: 0, at: [] };
  const lower = text.toLocaleLowerCase();
  return asWhole(lower, typed) ?? asWords(lower, typed) ?? asLetters(lower, typed);
}
