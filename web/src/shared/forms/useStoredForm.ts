import { type FormErrors, type UseFormReturnType, useForm } from '@mantine/form';
import { useState } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';

import { asProblem } from '@/shared/api/problem';
import { useConfirm } from '@/shared/ui/ConfirmDialog';

import { applyProblem } from './problemForm';
import { changedValues, settle, useFollowStored } from './storedForm';

type Options<Values> = {
  stored: Values;
  /** Of the stored thing; a new one has none. */
  version?: number | undefined;
  validate?: (values: Values) => FormErrors;
  /** Gets all values of a new thing, else what was changed, and the version that the values shown are based on. */
  save: (values: Partial<Values>, version: number | undefined, all: Values) => Promise<unknown>;
  onSaved?: () => void;
};

type Stored<Values> = {
  form: UseFormReturnType<Values>;
  saving: boolean;
  problem: string | null;
  submit: () => void;
};

/** A form over a stored thing or a new one. Who was slower is asked before the other's work is lost. */
export function useStoredForm<Values extends Record<string, unknown>>(
  options: Options<Values>,
): Stored<Values> {
  const { stored, version, validate, save, onSaved } = options;
  const { t } = useTranslation();
  const confirm = useConfirm();
  const [saving, setSaving] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const form = useForm<Values>({ initialValues: stored, ...(validate ? { validate } : {}) });
  const base = useFollowStored(form, stored, version ?? 0);

  const saveOver = async (values: Partial<Values>, all: Values) => {
    const isNew = version === undefined;
    try {
      await save(values, isNew ? undefined : base.current, all);
      return true;
    } catch (error) {
      const { current_version: now } = asProblem(error).extra;
      if (isNew || typeof now !== 'number') throw error;
      const sure = await confirm({
        title: t('form.changedTitle'),
        body: t('form.changedWhy'),
        action: t('form.saveMine'),
        danger: true,
      });
      if (sure) await save(values, now, all);
      return sure;
    }
  };
  const send = async (values: Values) => {
    setProblem(null);
    setSaving(true);
    try {
      const changed = version === undefined ? values : changedValues(form);
      if (!(await saveOver(changed, values))) return;
      // Drawn before anybody leaves the page: nothing counts as unsaved any more.
      flushSync(() => settle(form, values));
      window.setTimeout(() => onSaved?.());
    } catch (error) {
      setProblem(applyProblem(form, error));
    } finally {
      setSaving(false);
    }
  };
  return { form, saving, problem, submit: () => void form.onSubmit(send)() };
}
