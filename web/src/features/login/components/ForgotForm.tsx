import { Button, TextInput } from '@mantine/core';
import { isEmail, useForm } from '@mantine/form';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useAskForLink } from '@/features/login/api/login';
import { asProblem } from '@/shared/api/problem';

import classes from './SignInForm.module.css';

/** Ask the administrators for a link. The answer is the same for unknown addresses. */
export function ForgotForm() {
  const { t } = useTranslation(['login', 'common']);
  const ask = useAskForLink();
  const [sentFor, setSentFor] = useState<string | null>(null);
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { email: '' },
    validate: { email: isEmail(t('common:form.email')) },
  });
  const submit = async ({ email }: { email: string }) => {
    try {
      await ask.mutateAsync(email);
      setSentFor(email);
    } catch (error) {
      form.setFieldError('email', asProblem(error).message);
    }
  };
  const back = (
    <Link to="/login" search={{}}>
      {t('forgot.back')}
    </Link>
  );

  if (sentFor) {
    return (
      <>
        <p className={classes.done} role="status">
          <b>{t('forgot.done')}</b>
          <br />
          {t('forgot.doneWhy', { email: sentFor })}
        </p>
        {back}
      </>
    );
  }
  return (
    <form className={classes.form} onSubmit={form.onSubmit(submit)} noValidate>
      <TextInput
        size="lg"
        type="email"
        autoComplete="username"
        autoFocus
        label={t('signIn.email')}
        key={form.key('email')}
        {...form.getInputProps('email')}
      />
      <Button type="submit" variant="filled" size="lg" fullWidth loading={ask.isPending}>
        {t('forgot.action')}
      </Button>
      {back}
    </form>
  );
}
