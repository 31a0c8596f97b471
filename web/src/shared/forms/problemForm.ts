import type { UseFormReturnType } from '@mantine/form';

import { asProblem } from '@/shared/api/problem';

const SOURCES = new Set(['body', 'query', 'path']);

/** Refused fields of a problem by form path: `["body", "teams", 0]` is `teams.0`. */
export function fieldErrors(error: unknown): Record<string, string> {
  const found: Record<string, string> = {};
  const { errors, extra, message } = asProblem(error);
  // A conflict names the field whose value is taken.
  if (typeof extra.field === 'string') found[extra.field] = message;
  for (const { loc, msg } of errors) {
    const path = SOURCES.has(String(loc[0])) ? loc.slice(1) : loc;
    if (path.length > 0) found[path.join('.')] ??= msg;
  }
  return found;
}

/**
 * Put the server's reasons at their fields and go to the first one.
 * What belongs to no field of the form is returned, to be shown above the buttons.
 */
export function applyProblem<Values extends Record<string, unknown>>(
  form: UseFormReturnType<Values>,
  error: unknown,
): string | null {
  const found = fieldErrors(error);
  const known = Object.keys(found).filter((path) => (path.split('.')[0] ?? '') in form.getValues());
  if (known.length === 0) return asProblem(error).message;
  form.setErrors(found);
  const [first] = known;
  if (first) form.getInputNode(first)?.focus();
  return null;
}
