import i18next, { type BackendModule, type Resource } from 'i18next';
import { initReactI18next } from 'react-i18next';

import { sure } from './sure';

export const LANGUAGES = ['en', 'de'] as const;
export type Language = (typeof LANGUAGES)[number];

const STORED = 'deskplane.language';

type Texts = Awaited<ReturnType<Response['json']>>;

async function fetchTexts(language: string, namespace: string): Promise<Texts> {
  const answer = await fetch(`/locales/${language}/${namespace}.json?v=${__LOCALES_VERSION__}`);
  if (!answer.ok) throw new Error(answer.statusText);
  return answer.json();
}

/** Texts asked for before the translations started. */
const early = new Map<string, Promise<Texts>>();

const files: BackendModule = {
  type: 'backend',
  init: () => undefined,
  read: (language, namespace, done) => {
    const file = `${language}/${namespace}`;
    const fetched = () => fetchTexts(language, namespace);
    const texts = early.get(file) ?? (isStarted ? fetched() : sure(fetched));
    early.delete(file);
    texts.then(
      (found) => done(null, found),
      (error: Error) => done(error, null),
    );
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

let isStarted: (() => void) | undefined;
/** Pages may be asked for before the translations are there. */
const started = new Promise<void>((resolve) => {
  isStarted = resolve;
});

/** Fetch texts of the first page together with the common ones, not after them. */
function askEarly(namespace: string): void {
  const language = preferredLanguage();
  const file = `${language}/${namespace}`;
  if (!isStarted || early.has(file)) return;
  const texts = fetchTexts(language, namespace);
  texts.catch(() => early.delete(file));
  early.set(file, texts);
}

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
  isStarted?.();
  isStarted = undefined;
}

/** Load the texts of a feature beside its code. */
export const loadTexts = async (namespace: string) => {
  askEarly(namespace);
  await started;
  await i18next.loadNamespaces(namespace);
};
