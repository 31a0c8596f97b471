const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Plain words as HTML: an empty line begins a paragraph. */
export function htmlOf(text: string): string {
  if (!text.trim()) return '';
  return text
    .split(/\n{2,}/)
    .map((part) => `<p>${escaped(part).replaceAll('\n', '<br>')}</p>`)
    .join('');
}

/** HTML that holds nothing but paragraphs and line breaks, as plain words; else undefined. */
export function plainOf(html: string): string | undefined {
  const { body } = new DOMParser().parseFromString(html, 'text/html');
  if (body.querySelector(':not(p, br)')) return undefined;
  for (const line of body.querySelectorAll('br')) line.replaceWith('\n');
  const parts = [...body.querySelectorAll('p')].map(({ textContent }) => textContent ?? '');
  return parts.length > 0 ? parts.join('\n\n') : (body.textContent ?? '');
}
