import { Button, TextInput } from '@mantine/core';
import { isEmail, useForm } from '@mantine/form';
import { Link } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { type Credentials, useSignIn } from '@/features/login/api/login';
import { asProblem, type Problem } from '@/shared/api/problem';
import { PasswordField } from '@/shared/forms/PasswordField';
import { fieldErrors } from '@/shared/forms/problemForm';
import { duration } from '@/shared/lib/format';

import classes from './SignInForm.module.css';

type Texts = TFunction<['login', 'common']>;

/** What stands under the password after a refusal. */
function reason(t: Texts, problem: Problem): string | null {
  const { tries_left: left, retry_after: wait } = problem.extra;
  if (problem.status === 401) {
    const more = typeof left === 'number' ? ` ${t('signIn.triesLeft', { count: left })}` : '';
    return t('signIn.wrong') + more;
  }
  if (problem.status === 429 && typeof wait === 'number') {
    return t('signIn.wait', { time: duration(Math.max(60, wait) * 1000) });
  }
  return null;
}

type Props = {
  onDone: () => void;
  /** A line above the fields, as after a new password. */
  note?: string | undefined;
};

export function SignInForm({ onDone, note }: Props) {
  const { t } = useTranslation(['login', 'common']);
  const signIn = useSignIn();
  const [asksOrganization, setAsks] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { email: '', password: '', organization: '' },
    validate: {
      email: isEmail(t('common:form.email')),
      password: (value) => (value ? null : t('common:form.missing')),
    },
  });

  const refuse = (error: unknown) => {
    const refusal = asProblem(error);
    const why = reason(t, refusal);
    const fields = fieldErrors(error);
    if (fields.organization) setAsks(true);
    if (why) form.setFieldError('password', why);
    else if (Object.keys(fields).length > 0) form.setErrors(fields);
    else setProblem(refusal.message);
    if (why) form.getInputNode('password')?.focus();
  };
  const submit = async ({ email, password, organization }: typeof form.values) => {
    setProblem(null);
    const given: Credentials = { email, password, ...(organization ? { organization } : {}) };
    try {
      await signIn.mutateAsync(given);
      onDone();
    } catch (error) {
      refuse(error);
    }
  };

  return (
    <form className={classes.form} onSubmit={form.onSubmit(submit)} noValidate>
      {note ? (
        <p className={classes.done} role="status">
          {note}
        </p>
      ) : null}
      {problem ? (
        <p className={classes.problem} role="alert">
          {problem}
        </p>
      ) : null}
      <TextInput
        size="lg"
        type="email"
        autoComplete="username"
        autoFocus
        label={t('signIn.email')}
        key={form.key('email')}
        {...form.getInputProps('email')}
      />
      <div className={classes.password}>
        <PasswordField
          size="lg"
          autoComplete="current-password"
          label={t('signIn.password')}
          key={form.key('password')}
          {...form.getInputProps('password')}
        />
        <Link className={classes.forgot} to="/login" search={{ forgot: true }}>
          {t('signIn.forgot')}
        </Link>
      </div>
      {asksOrganization ? (
        <TextInput
          size="lg"
          autoComplete="organization"
          label={t('signIn.organization')}
          description={t('signIn.organizationHelp')}
          key={form.key('organization')}
          {...form.getInputProps('organization')}
        />
      ) : null}
      <Button type="submit" variant="filled" size="lg" fullWidth loading={signIn.isPending}>
        {t('signIn.action')}
      </Button>
    </form>
  );
}
