/**
 * Both changes of a text in one: where they touch different parts both hold; where they clash the
 * other's words stand first and mine behind them, to be put in order by hand.
 */
export function merged(before: string, mine: string, theirs: string): string {
  if (mine === theirs || before === theirs) return mine;
  if (before === mine) return theirs;
  const [from, mineTo, mineEnd] = changed(before, mine);
  const [otherFrom, theirsTo, theirsEnd] = changed(before, theirs);
  const mineText = mine.slice(from, mine.length - mineEnd);
  const theirText = theirs.slice(otherFrom, theirs.length - theirsEnd);
  if (mineTo <= otherFrom) {
    return `${before.slice(0, from)}${mineText}${before.slice(mineTo, otherFrom)}${theirText}${before.slice(theirsTo)}`;
  }
  if (theirsTo <= from) {
    return `${before.slice(0, otherFrom)}${theirText}${before.slice(theirsTo, from)}${mineText}${before.slice(mineTo)}`;
  }
  const gap = before.includes('\n') || theirs.includes('\n') || mine.includes('\n') ? '\n\n' : ' ';
  return `${theirs.trimEnd()}${gap}${mine.trimStart()}`;
}

/** Where a text was changed: first letter, first letter behind the change, letters after it. */
function changed(before: string, after: string): [from: number, to: number, end: number] {
  const most = Math.min(before.length, after.length);
  let from = 0;
  while (from < most && before[from] === after[from]) from += 1;
  let end = 0;
  while (end < most - from && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  return [from, before.length - end, end];
}
