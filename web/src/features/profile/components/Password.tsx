import { Button } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';

import { useChangePassword } from '@/features/profile/api/profile';
import { useMe } from '@/shared/api/me';
import { Fields } from '@/shared/forms/FormActions';
import { PasswordField } from '@/shared/forms/PasswordField';
import { applyProblem } from '@/shared/forms/problemForm';
import { SettingsSection } from '@/shared/ui/SettingsSection';
import { toastDone, toastFailed } from '@/shared/ui/toast';

const SHORTEST = 10;

/** A new own password; the present one is asked, other sessions end. */
export function Password() {
  const { t } = useTranslation(['profile', 'common']);
  const { person } = useMe();
  const change = useChangePassword();
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { current_password: '', new_password: '' },
    validate: {
      current_password: (value) => (value ? null : t('common:form.missing')),
      new_password: (value) => (value.length < SHORTEST ? t('password.short') : null),
    },
  });
  const save = async (values: typeof form.values) => {
    try {
      await change.mutateAsync(values);
      form.reset();
      toastDone(t('password.done'));
    } catch (error) {
      const problem = applyProblem(form, error);
      if (problem) toastFailed(error);
    }
  };
  return (
    <SettingsSection title={t('password.title')}>
      <form onSubmit={form.onSubmit(save)} noValidate>
        <Fields>
          <input type="hidden" autoComplete="username" value={person.email ?? ''} readOnly />
          <PasswordField
            label={t('password.current')}
            autoComplete="current-password"
            key={form.key('current_password')}
            {...form.getInputProps('current_password')}
          />
          <PasswordField
            label={t('password.new')}
            description={t('password.help')}
            autoComplete="new-password"
            key={form.key('new_password')}
            {...form.getInputProps('new_password')}
          />
          <span>
            <Button type="submit" loading={change.isPending}>
              {t('password.action')}
            </Button>
          </span>
        </Fields>
      </form>
    </SettingsSection>
  );
}
