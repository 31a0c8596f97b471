import type { UseFormReturnType } from '@mantine/form';
import { type RefObject, useEffect, useRef } from 'react';

/** Only what was changed here: what others changed meanwhile stays as it is. */
export function changedValues<Values extends Record<string, unknown>>(
  form: UseFormReturnType<Values>,
): Partial<Values> {
  const changed = Object.entries(form.getValues()).filter(([name]) => form.isDirty(name));
  return Object.fromEntries(changed) as Partial<Values>;
}

/** Let the form show what is stored now, as the starting point of the next change. */
export function settle<Values extends Record<string, unknown>>(
  form: UseFormReturnType<Values>,
  stored: Values,
): void {
  form.setInitialValues(stored);
  form.reset();
}

/**
 * Follow changes of others as long as nothing was typed. Says on which version the values shown are based: with
 * something typed that is an older one, and whoever saves over a newer one is asked first.
 */
export function useFollowStored<Values extends Record<string, unknown>>(
  form: UseFormReturnType<Values>,
  stored: Values,
  version: number,
): RefObject<number> {
  const base = useRef(version);
  useEffect(() => {
    if (version <= base.current || form.isDirty()) return;
    base.current = version;
    settle(form, stored);
  });
  return base;
}
