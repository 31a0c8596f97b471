export type Mention = { id: string; name: string };

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const escaped = (text: string) => text.replace(/[&<>"]/g, (sign) => ENTITIES[sign] ?? sign);

const linked = (html: string, { id, name }: Mention) =>
  html.replaceAll(`@${escaped(name)}`, `<a href="/app/people/${id}">@${escaped(name)}</a>`);

/** Mentions that are still in the text; a name that was deleted tells nobody. */
export const mentionedIn = (text: string, mentions: readonly Mention[]) =>
  mentions.filter(({ name }) => text.includes(`@${name}`));

/** Plain text as paragraphs in which the people mentioned are links, which tells them. */
export function htmlWithMentions(text: string, mentions: readonly Mention[]): string {
  // Longer names first: "@Anna Bell" must not be taken for "@Anna".
  const named = mentionedIn(text, mentions).toSorted((a, b) => b.name.length - a.name.length);
  return text
    .trim()
    .split(/\n{2,}/)
    .map((part) => {
      const html = named.reduce(linked, escaped(part));
      return `<p>${html.replaceAll('\n', '<br>')}</p>`;
    })
    .join('');
}
