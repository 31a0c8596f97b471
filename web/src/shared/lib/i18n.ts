import i18next, { type BackendModule, type Resource } from 'i18next';
import { initReactI18next } from 'react-i18next';

export const LANGUAGES = ['en', 'de'] as const;
export type Language = (typeof LANGUAGES)[number];

const STORED = 'deskplane.language';

const files: BackendModule = {
  type: 'backend',
  init: () => undefined,
  read: (language, namespace, done) => {
    fetch(`/locales/${language}/${namespace}.json?v=${__LOCALES_VERSION__}`)
      .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(answer.statusText))))
      .then((texts) => done(null, texts))
      .catch((error: Error) => done(error, null));
  },
};

function isLanguage(value: string | null | undefined): value is Language {
  return LANGUAGES.some((language) => language === value);
}

/** The language chosen here before, else the first of the browser that we speak, else English. */
export function preferredLanguage(): Language {
  const stored = localStorage.getItem(STORED);
  if (isLanguage(stored)) return stored;
  return navigator.languages.map((tag) => tag.slice(0, 2)).find(isLanguage) ?? 'en';
}

/** Screen readers speak it and the page runs in its direction. */
function face(language: Language): void {
  document.documentElement.lang = language;
  document.documentElement.dir = i18next.dir(language);
}

export async function switchLanguage(language: string): Promise<void> {
  const base = language.slice(0, 2);
  if (!isLanguage(base)) return;
  localStorage.setItem(STORED, base);
  face(base);
  if (i18next.language !== base) await i18next.changeLanguage(base);
}

/** A text that lacks a value is our mistake: tests hear of it, readers see no braces. */
function leaveOut(text: string, [braces]: RegExpExecArray): string {
  reportError(new Error(`no value for ${braces} in "${text}"`));
  return '';
}

let isStarted: () => void;
/** Pages may be asked for before the translations are there. */
const started = new Promise<void>((resolve) => {
  isStarted = resolve;
});

/** Start the translations; tests and the gallery pass all texts at once. */
export async function startI18n(language: Language, resources?: Resource): Promise<void> {
  face(language);
  await i18next
    .use(files)
    .use(initReactI18next)
    .init({
      lng: language,
      fallbackLng: 'en',
      supportedLngs: [...LANGUAGES],
      ns: resources ? Object.keys(resources.en ?? {}) : ['common'],
      defaultNS: 'common',
      interpolation: { escapeValue: false },
      missingInterpolationHandler: leaveOut,
      ...(resources ? { resources } : {}),
    });
  isStarted();
}

/** Load the texts of a feature beside its code. */
export const loadTexts = async (namespace: string) => {
  await started;
  await i18next.loadNamespaces(namespace);
};
