export type OutsideFact = { name: string; value: string; href: string | undefined };

const MOST = 30;

/** Only addresses of the web become links: what came from outside may hold anything. */
function webAddress(value: string): string | undefined {
  if (!/^https?:\/\//i.test(value)) return undefined;
  return URL.canParse(value) ? value : undefined;
}

function shown(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(shown).join(', ');
  return JSON.stringify(value) ?? '';
}

const worded = (key: string) => {
  const words = key.replaceAll('_', ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** The facts another system gave, one a line; what it left empty is left out. */
export function outsideFacts(document: Record<string, unknown> | null | undefined): OutsideFact[] {
  return Object.entries(document ?? {})
    .filter(([, value]) => value !== null && value !== '')
    .slice(0, MOST)
    .map(([key, value]) => {
      const text = shown(value);
      return { name: worded(key), value: text, href: webAddress(text) };
    });
}
