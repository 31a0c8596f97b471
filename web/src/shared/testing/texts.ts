const files = import.meta.glob<Record<string, unknown>>('../../../public/locales/*/*.json', {
  eager: true,
  import: 'default',
});

type Texts = Record<string, Record<string, unknown>>;

const byLanguage: Record<string, Texts> = {};
for (const [path, texts] of Object.entries(files)) {
  const [, language = '', namespace = ''] = /locales\/(\w+)\/(\w+)\.json$/.exec(path) ?? [];
  byLanguage[language] ??= {};
  byLanguage[language][namespace] = texts;
}

/** All texts by language and namespace. */
export const allTexts: Readonly<Record<string, Texts>> = byLanguage;

export const englishTexts = { en: allTexts.en ?? {} };
