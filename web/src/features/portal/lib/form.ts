import type { FormField, RequestBody } from '@/features/portal/api/types';
import type { FormValues } from '@/features/portal/lib/draft';

export const BLANK: FormValues = { title: '', description: '', custom_fields: {} };
export const MAX_FILES = 10;
const LONGEST = 20_000;

const isBlank = (value: unknown) =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && !value.length);

function stored(kind: FormField['kind'], value: unknown): unknown {
  if (isBlank(value)) return null;
  if (kind === 'datetime') return new Date(String(value)).toISOString();
  if (kind === 'number' || kind === 'integer') return Number(value);
  return value;
}

/** The places that have to be filled in and are not. */
export function missing(values: FormValues, asks: readonly FormField[]): string[] {
  const own = asks.filter(
    ({ key, required, default_value }) =>
      required && isBlank(values.custom_fields[key] ?? default_value),
  );
  return [
    ...(values.title.trim() ? [] : ['title']),
    ...own.map(({ key }) => `custom_fields.${key}`),
  ];
}

/** A page that was opened from the home screen, as an app. */
export const isInstalled = (): boolean => window.matchMedia('(display-mode: standalone)').matches;

/** What is sent: only what was filled in. */
export function bodyOf(
  values: FormValues,
  asks: readonly FormField[],
  cardId: string | undefined,
): RequestBody {
  const filled = asks
    .map(({ key, kind }) => [key, stored(kind, values.custom_fields[key])] as const)
    .filter(([, value]) => value !== null);
  return {
    title: values.title.trim(),
    description: values.description.trim().slice(0, LONGEST),
    sent_from: isInstalled() ? 'mobile' : 'portal',
    ...(cardId ? { request_type_id: cardId } : {}),
    ...(filled.length > 0
      ? { custom_fields: Object.fromEntries(filled) as NonNullable<RequestBody['custom_fields']> }
      : {}),
  };
}
