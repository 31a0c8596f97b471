const MOST = 8;

/** A short key made of a name: the initials of several words, or the beginning of one. */
export function suggestedKey(name: string): string {
  const words = name
    .normalize('NFD')
    .replace(/[^A-Za-z0-9 ]/g, '')
    .toUpperCase()
    .split(/\s+/)
    .filter(Boolean);
  const key = words.length > 1 ? words.map((word) => word[0]).join('') : (words[0] ?? '');
  return key.replace(/^[0-9]+/, '').slice(0, MOST);
}
