import type { CardIcon, RequestType, RequestTypeBody } from '@/features/portal/api/types';
import { LANGUAGES } from '@/shared/lib/i18n';

/** What stands in the form of a request type. Selects hold text, empty ones null. */
export type TypeValues = {
  name: string;
  description: string;
  icon: CardIcon;
  expected_text: string;
  expected_hours: string;
  type: string;
  category_id: string | null;
  priority: string | null;
  template: string;
  fields: string[];
  required: string[];
  is_active: boolean;
  position: string;
  translations: Record<string, Words>;
};

type Words = { name: string; description: string; expected_text: string; template: string };

export const NO_WORDS: Words = { name: '', description: '', expected_text: '', template: '' };

/** Languages beside the one the texts are written in first. */
export const OTHER_LANGUAGES = LANGUAGES.filter((language) => language !== 'en');

export const BLANK_TYPE: TypeValues = {
  name: '',
  description: '',
  icon: 'help',
  expected_text: '',
  expected_hours: '',
  type: 'request',
  category_id: null,
  priority: null,
  template: '',
  fields: [],
  required: [],
  is_active: true,
  position: '0',
  translations: {},
};

export function valuesOf(stored: RequestType): TypeValues {
  const translations = Object.entries(stored.translations).map(
    ([language, words]) => [language, { ...NO_WORDS, ...words }] as const,
  );
  return {
    name: stored.name,
    description: stored.description,
    icon: stored.icon,
    expected_text: stored.expected_text,
    expected_hours: stored.expected_hours === null ? '' : String(stored.expected_hours),
    type: stored.type,
    category_id: stored.category_id,
    priority: stored.priority,
    template: stored.template,
    fields: stored.fields.map(({ key }) => key),
    required: stored.fields.filter(({ required }) => required).map(({ key }) => key),
    is_active: stored.is_active,
    position: String(stored.position),
    translations: Object.fromEntries(translations),
  };
}

export function typeBody(values: TypeValues): RequestTypeBody {
  const { fields, required, expected_hours, position, translations, ...rest } = values;
  const filled = Object.entries(translations).filter(([, words]) =>
    Object.values(words).some((word) => word.trim() !== ''),
  );
  return {
    ...rest,
    type: rest.type as NonNullable<RequestTypeBody['type']>,
    priority: rest.priority as NonNullable<RequestTypeBody['priority']> | null,
    expected_hours: expected_hours === '' ? null : Number(expected_hours),
    position: Number(position) || 0,
    fields: fields.map((key) => ({ key, required: required.includes(key) })),
    translations: Object.fromEntries(filled),
  };
}

/** What was changed only; fields and which of them are required are stored as one. */
export function changedBody(
  changed: Partial<TypeValues>,
  all: TypeValues,
): Partial<RequestTypeBody> {
  const names = new Set(Object.keys(changed));
  if (names.has('required')) names.add('fields');
  const body = Object.entries(typeBody(all)).filter(([name]) => names.has(name));
  return Object.fromEntries(body);
}
