import { Select, Switch } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import {
  automaticQuery,
  switchesQuery,
  useSaveSettings,
} from '@/features/dispatch/api/ticketStore';
import type { Automatic, Switches } from '@/features/dispatch/lib/types';
import { useMay } from '@/shared/api/me';
import { asProblem } from '@/shared/api/problem';
import { FormActions } from '@/shared/forms/FormActions';
import { LeaveGuard } from '@/shared/forms/LeaveGuard';
import { Loaded } from '@/shared/ui/Loaded';
import { Page } from '@/shared/ui/Page';
import { PageHead } from '@/shared/ui/PageHead';
import { SettingsSection } from '@/shared/ui/SettingsSection';
import { toastDone } from '@/shared/ui/toast';

import classes from './Dispatch.module.css';

type Values = Switches & Required<Automatic>;
const SEVERITIES = ['critical', 'high', 'medium', 'low'] as const;

function effectOf(values: Values) {
  if (values.dual_mode) return 'settings.effect.dual';
  if (values.servicenow_enabled && values.jira_enabled) return 'settings.effect.both';
  if (values.servicenow_enabled) return 'settings.effect.servicenow';
  return values.jira_enabled ? 'settings.effect.jira' : 'settings.effect.none';
}

function SettingsForm({ stored }: { stored: Values }) {
  const { t } = useTranslation('dispatch');
  const mayWrite = useMay('settings:write');
  const save = useSaveSettings();
  const [problem, setProblem] = useState<string | null>(null);
  const form = useForm<Values>({ initialValues: stored });
  const values = form.getValues();
  const both = values.servicenow_enabled && values.jira_enabled;
  const platform = (name: 'servicenow_enabled' | 'jira_enabled', on: boolean) => {
    form.setFieldValue(name, on);
    // Dual tracking cannot stay without one of its two.
    if (!on) form.setFieldValue('dual_mode', false);
  };
  const submit = async (wanted: Values) => {
    setProblem(null);
    const { auto_dispatch, auto_severity, ...switches } = wanted;
    const is = (names: (keyof Values)[]) => names.some((name) => form.isDirty(name));
    try {
      const notice = await save.mutateAsync({
        ...(is(['servicenow_enabled', 'jira_enabled', 'dual_mode']) ? { switches } : {}),
        ...(is(['auto_dispatch', 'auto_severity'])
          ? { automatic: { auto_dispatch, auto_severity } }
          : {}),
      });
      form.resetDirty(wanted);
      toastDone(notice || t('settings.saved'));
    } catch (error) {
      setProblem(asProblem(error).message);
    }
  };
  const disabled = !mayWrite;
  return (
    <form className={classes.settings} onSubmit={form.onSubmit(submit)} noValidate>
      <SettingsSection title={t('settings.platforms')}>
        <Switch
          label={t('system.servicenow')}
          description={t('settings.servicenow')}
          disabled={disabled}
          checked={values.servicenow_enabled}
          onChange={(event) => platform('servicenow_enabled', event.currentTarget.checked)}
        />
        <Switch
          label={t('system.jira')}
          description={t('settings.jira')}
          disabled={disabled}
          checked={values.jira_enabled}
          onChange={(event) => platform('jira_enabled', event.currentTarget.checked)}
        />
        <Switch
          label={t('settings.dual')}
          description={t(both ? 'settings.dualHelp' : 'settings.dualNeeds')}
          disabled={disabled || !both}
          checked={values.dual_mode}
          onChange={(event) => form.setFieldValue('dual_mode', event.currentTarget.checked)}
        />
        <p className={classes.effect} aria-live="polite">
          {t(effectOf(values))}
        </p>
      </SettingsSection>
      <SettingsSection title={t('settings.automatic')}>
        <Switch
          label={t('settings.auto')}
          description={t('settings.autoHelp')}
          disabled={disabled}
          checked={values.auto_dispatch}
          onChange={(event) => form.setFieldValue('auto_dispatch', event.currentTarget.checked)}
        />
        <Select
          label={t('settings.severity')}
          allowDeselect={false}
          disabled={disabled || !values.auto_dispatch}
          data={SEVERITIES.map((value) => ({ value, label: t(`settings.from.${value}`) }))}
          {...form.getInputProps('auto_severity')}
        />
      </SettingsSection>
      {mayWrite ? (
        <div className={classes.save}>
          <FormActions saving={save.isPending} problem={problem} />
        </div>
      ) : null}
      <LeaveGuard when={form.isDirty()} />
    </form>
  );
}

/** Which systems get tickets of analyses, and whether by themselves. */
export function TicketSettingsPanel() {
  const { t } = useTranslation('dispatch');
  const switches = useQuery(switchesQuery);
  const automatic = useQuery(automaticQuery);
  return (
    <Page scrolls>
      <PageHead title={t('settings.title')} />
      <Loaded query={switches}>
        {(on) => (
          <Loaded query={automatic}>
            {(auto) => (
              <SettingsForm
                stored={{ ...on, ...auto, auto_severity: auto.auto_severity ?? 'low' }}
              />
            )}
          </Loaded>
        )}
      </Loaded>
    </Page>
  );
}
