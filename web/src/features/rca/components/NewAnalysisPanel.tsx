import { Select, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';

import { categoryChoicesQuery, itemChoicesQuery, useStartAnalysis } from '@/features/rca/api/jobs';
import { emptyScope, PERIODS, type ScopeValues, scopeOf } from '@/features/rca/lib/scope';
import { teamsQuery } from '@/shared/api/directory';
import { Problem } from '@/shared/api/problem';
import { Fields, FormActions } from '@/shared/forms/FormActions';
import { LeaveGuard } from '@/shared/forms/LeaveGuard';
import { applyProblem } from '@/shared/forms/problemForm';
import { Panel } from '@/shared/ui/Panel';

import classes from './Rca.module.css';

const WAIT = 200;

type ItemProps = { label: string; value: string | null; onChange: (id: string | null) => void };

/** A configuration item, found while typing. */
function ItemSelect({ label, value, onChange }: ItemProps) {
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState('');
  const [settled] = useDebouncedValue(typed, WAIT);
  const { data } = useQuery(itemChoicesQuery(settled === chosen ? '' : settled));
  const items = (data ?? []).map(({ id, name }) => ({ value: id, label: name }));
  const missing = value !== null && !items.some((each) => each.value === value);
  return (
    <Select
      label={label}
      data={[...(missing ? [{ value, label: chosen }] : []), ...items]}
      value={value}
      searchable
      clearable
      filter={({ options }) => options}
      onSearchChange={setTyped}
      onChange={(id, option) => {
        setChosen(option?.label ?? '');
        onChange(id);
      }}
    />
  );
}

type Props = { onClose: () => void; onStarted: (id: string) => void };

/** Ask what some tickets have in common. */
export function NewAnalysisPanel({ onClose, onStarted }: Props) {
  const { t } = useTranslation(['rca', 'common']);
  const start = useStartAnalysis();
  const { data: teams } = useQuery(teamsQuery);
  const { data: categories } = useQuery(categoryChoicesQuery);
  const [problem, setProblem] = useState<string | null>(null);
  const form = useForm<ScopeValues>({
    initialValues: emptyScope,
    validate: { title: (value) => (value.trim() ? null : t('common:form.missing')) },
  });
  const submit = async (values: ScopeValues) => {
    setProblem(null);
    const scope = scopeOf(values);
    if (Object.keys(scope).length === 0) {
      setProblem(t('new.nothing'));
      return;
    }
    try {
      const job = await start.mutateAsync({ title: values.title.trim(), scope });
      // Drawn before the page is left: nothing counts as unsaved any more.
      flushSync(() => form.resetDirty());
      window.setTimeout(() => onStarted(job.job_id));
    } catch (error) {
      const first = error instanceof Problem ? error.errors[0] : undefined;
      setProblem(applyProblem(form, error) ?? first?.msg ?? null);
    }
  };
  return (
    <Panel label={t('new.title')} title={t('new.title')} onClose={onClose}>
      <LeaveGuard when={form.isDirty()} />
      <form className={classes.part} onSubmit={form.onSubmit(submit)} noValidate>
        <Fields>
          <TextInput
            label={`${t('field.title')} (${t('common:form.required')})`}
            maxLength={300}
            data-autofocus
            {...form.getInputProps('title')}
          />
          <Select
            label={t('field.period')}
            allowDeselect={false}
            data={[
              ...PERIODS.map((value) => ({ value, label: t(`period.${value}`) })),
              { value: '', label: t('period.any') },
            ]}
            {...form.getInputProps('period')}
          />
          <Select
            label={t('field.category')}
            clearable
            searchable
            data={(categories ?? []).map(({ id, path }) => ({ value: id, label: path }))}
            {...form.getInputProps('category')}
          />
          <Select
            label={t('field.team')}
            clearable
            searchable
            data={(teams?.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
            {...form.getInputProps('team')}
          />
          <ItemSelect
            label={t('field.item')}
            value={form.getValues().item}
            onChange={(id) => form.setFieldValue('item', id)}
          />
          <TextInput
            label={t('field.where')}
            description={t('field.whereHelp')}
            {...form.getInputProps('where')}
          />
          <Textarea
            label={t('field.tickets')}
            description={t('field.ticketsHelp')}
            autosize
            minRows={2}
            maxRows={6}
            {...form.getInputProps('tickets')}
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
