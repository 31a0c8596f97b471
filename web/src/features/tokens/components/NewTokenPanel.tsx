import { Select, TagsInput, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { type NewToken, type Permission, useMakeToken } from '@/features/tokens/api/tokens';
import { useMay } from '@/shared/api/me';
import { Fields, FormActions } from '@/shared/forms/FormActions';
import { applyProblem } from '@/shared/forms/problemForm';
import { ROLES, type RoleName } from '@/shared/lib/vocabulary';
import { Panel } from '@/shared/ui/Panel';
import { Segmented } from '@/shared/ui/Segmented';
import { Labelled } from '@/shared/ui/SettingsSection';

import { MadeToken } from './MadeToken';
import { ScopeChoice } from './ScopeChoice';
import classes from './TokensPage.module.css';

const DAY = 24 * 3_600_000;
const DAYS = ['30', '90', '365'] as const;

type Values = {
  name: string;
  owner: 'me' | 'service';
  service_role: RoleName;
  scoped: 'everything' | 'chosen';
  scopes: Permission[];
  ip_allow: string[];
  days: string;
};

const BLANK: Values = {
  name: '',
  owner: 'me',
  service_role: 'service',
  scoped: 'everything',
  scopes: [],
  ip_allow: [],
  days: '90',
};

function tokenOf(values: Values): NewToken {
  const days = Number(values.days);
  return {
    name: values.name,
    ip_allow: values.ip_allow,
    scopes: values.scoped === 'chosen' ? values.scopes : null,
    expires_at: days > 0 ? new Date(Date.now() + days * DAY).toISOString() : null,
    ...(values.owner === 'service' ? { service_role: values.service_role } : {}),
  };
}

type Made = { name: string; token: string };

/** A new token: who it acts as, what it may do, from where and how long. */
export function NewTokenPanel({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(['tokens', 'common']);
  const make = useMakeToken();
  const mayManage = useMay('token:manage');
  const [problem, setProblem] = useState<string | null>(null);
  const [made, setMade] = useState<Made | null>(null);
  const form = useForm<Values>({
    initialValues: BLANK,
    validate: {
      name: (value) => (value.trim() ? null : t('common:form.missing')),
      scopes: (value, { scoped }) =>
        scoped === 'chosen' && value.length === 0 ? t('new.none') : null,
    },
  });
  const { owner, scoped } = form.getValues();

  const submit = async (values: Values) => {
    setProblem(null);
    try {
      setMade(await make.mutateAsync(tokenOf(values)));
    } catch (error) {
      setProblem(applyProblem(form, error));
    }
  };

  return (
    <Panel label={t('new.title')} title={t('new.title')} onClose={onClose}>
      <form className={classes.form} onSubmit={form.onSubmit(submit)} noValidate>
        <Fields>
          <TextInput
            label={`${t('new.name')} (${t('common:form.required')})`}
            description={t('new.nameHelp')}
            data-autofocus
            {...form.getInputProps('name')}
          />
          {mayManage ? (
            <Labelled label={t('new.owner')}>
              <Segmented
                label={t('new.owner')}
                value={owner}
                onChange={(next) => form.setFieldValue('owner', next)}
                segments={[
                  { value: 'me', label: t('new.me') },
                  { value: 'service', label: t('new.service') },
                ]}
              />
            </Labelled>
          ) : null}
          {owner === 'service' ? (
            <Select
              label={t('common:role.service')}
              description={t('new.serviceHelp')}
              allowDeselect={false}
              data={ROLES.map((value) => ({ value, label: t(`common:role.${value}`) }))}
              {...form.getInputProps('service_role')}
            />
          ) : null}
          <Labelled label={t('new.scopes')}>
            <Segmented
              label={t('new.scopes')}
              value={scoped}
              onChange={(next) => form.setFieldValue('scoped', next)}
              segments={[
                { value: 'everything', label: t('new.everything') },
                { value: 'chosen', label: t('new.chosen') },
              ]}
            />
          </Labelled>
          {scoped === 'chosen' ? (
            <ScopeChoice
              chosen={form.getValues().scopes}
              onChange={(next) => form.setFieldValue('scopes', next)}
              error={form.errors.scopes}
            />
          ) : null}
          <TagsInput
            label={t('new.from')}
            description={t('new.fromHelp')}
            {...form.getInputProps('ip_allow')}
          />
          <Select
            label={t('new.expires')}
            allowDeselect={false}
            data={[
              ...DAYS.map((value) => ({ value, label: t('new.days', { count: Number(value) }) })),
              { value: '0', label: t('new.noEnd') },
            ]}
            {...form.getInputProps('days')}
          />
        </Fields>
        <FormActions
          action={t('new.action')}
          saving={make.isPending}
          problem={problem}
          onCancel={onClose}
        />
      </form>
      {made ? <MadeToken made={made} onClose={onClose} /> : null}
    </Panel>
  );
}
