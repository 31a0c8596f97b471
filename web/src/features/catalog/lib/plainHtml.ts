const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Plain text as paragraphs; a single line break stays one. */
export function htmlOf(text: string): string {
  const safe = text.trim().replace(/[&<>]/g, (sign) => ENTITIES[sign] ?? sign);
  if (safe === '') return '';
  return safe
    .split(/\n{2,}/)
    .map((part) => `<p>${part.replaceAll('\n', '<br>')}</p>`)
    .join('');
}

/** The text behind simple HTML, or null if more than paragraphs and breaks would be lost. */
export function textOf(html: string): string | null {
  const body = new DOMParser().parseFromString(html, 'text/html').body;
  const others = [...body.querySelectorAll('*')].some(
    ({ tagName }) => !['P', 'BR'].includes(tagName),
  );
  if (others) return null;
  for (const br of body.querySelectorAll('br')) br.replaceWith('\n');
  const parts = [...body.childNodes].map(({ textContent }) => textContent?.trim() ?? '');
  return parts.filter(Boolean).join('\n\n');
}
