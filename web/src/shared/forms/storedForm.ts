import type { UseFormReturnType } from '@mantine/form';
import { useEffect } from 'react';

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

/** Follow changes of others as long as nothing was typed. */
export function useFollowStored<Values extends Record<string, unknown>>(
  form: UseFormReturnType<Values>,
  stored: Values,
  version: number,
): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new version is a reason
  useEffect(() => {
    if (!form.isDirty()) settle(form, stored);
  }, [version]);
}
