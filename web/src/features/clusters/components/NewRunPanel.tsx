import { Select, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { sourcesQuery, useStartRun } from '@/features/clusters/api/clusters';
import { emptyScope, PERIODS, type ScopeValues, scopeOf } from '@/features/clusters/lib/scope';
import { useMay } from '@/shared/api/me';
import { Problem } from '@/shared/api/problem';
import { Fields, FormActions } from '@/shared/forms/FormActions';
import { applyProblem } from '@/shared/forms/problemForm';
import { Panel } from '@/shared/ui/Panel';

import classes from './Clusters.module.css';

type Props = { onClose: () => void; onStarted: (id: string) => void };

/** Say which tickets are grouped. */
export function NewRunPanel({ onClose, onStarted }: Props) {
  const { t } = useTranslation(['clusters', 'common']);
  const start = useStartRun();
  const seesConnections = useMay('connection:read');
  const { data: sources = [] } = useQuery({ ...sourcesQuery, enabled: seesConnections });
  const [problem, setProblem] = useState<string | null>(null);
  const form = useForm<ScopeValues>({ initialValues: emptyScope });
  const submit = async (values: ScopeValues) => {
    setProblem(null);
    try {
      const run = await start.mutateAsync({ title: '', scope: scopeOf(values) });
      onStarted(run.id);
    } catch (error) {
      const first = error instanceof Problem ? error.errors[0] : undefined;
      setProblem(applyProblem(form, error) ?? first?.msg ?? null);
    }
  };
  return (
    <Panel label={t('new.title')} title={t('new.title')} onClose={onClose}>
      <form className={classes.part} onSubmit={form.onSubmit(submit)} noValidate>
        <Fields>
          <Select
            label={t('field.days')}
            allowDeselect={false}
            data-autofocus
            data={[
              ...PERIODS.map((value) => ({
                value: value as string,
                label: t('period.days', { count: Number(value) }),
              })),
              { value: '', label: t('period.any') },
            ]}
            {...form.getInputProps('days')}
          />
          {sources.length > 0 ? (
            <Select
              label={t('field.connection')}
              placeholder={t('field.anyConnection')}
              clearable
              data={sources.map(({ id, name }) => ({ value: id, label: name }))}
              {...form.getInputProps('connection')}
            />
          ) : null}
          <TextInput
            label={t('field.where')}
            description={t('field.whereHelp')}
            {...form.getInputProps('where')}
          />
        </Fields>
        <FormActions
          action={t('new.action')}
          saving={start.isPending}
          problem={problem}
          onCancel={onClose}
        />
      </form>
    </Panel>
  );
}
