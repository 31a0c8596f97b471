import { Button } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useChoosePassword } from '@/features/login/api/login';
import { PasswordField } from '@/shared/forms/PasswordField';
import { applyProblem } from '@/shared/forms/problemForm';

import classes from './SignInForm.module.css';

const SHORTEST = 10;

type Props = { purpose: 'reset' | 'invitation'; token: string; onDone: () => void };

/** The password behind a one-time link. */
export function ChoosePasswordForm({ purpose, token, onDone }: Props) {
  const { t } = useTranslation(['login', 'common']);
  const choose = useChoosePassword(purpose);
  const [problem, setProblem] = useState<string | null>(null);
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { password: '' },
    validate: { password: (value) => (value.length < SHORTEST ? t('password.short') : null) },
  });
  const submit = async ({ password }: { password: string }) => {
    setProblem(null);
    try {
      await choose.mutateAsync({ token, password });
      onDone();
    } catch (error) {
      setProblem(applyProblem(form, error));
    }
  };
  return (
    <form className={classes.form} onSubmit={form.onSubmit(submit)} noValidate>
      {problem ? (
        <p className={classes.problem} role="alert">
          {problem}
        </p>
      ) : null}
      <PasswordField
        size="lg"
        autoComplete="new-password"
        autoFocus
        label={t('password.label')}
        description={t('password.help')}
        key={form.key('password')}
        {...form.getInputProps('password')}
      />
      <Button type="submit" variant="filled" size="lg" fullWidth loading={choose.isPending}>
        {t(`${purpose}.action`)}
      </Button>
    </form>
  );
}
