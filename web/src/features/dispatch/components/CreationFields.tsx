import { Select, Textarea, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useTranslation } from 'react-i18next';

import {
  type FormValues,
  JIRA_PRIORITIES,
  NOW_PRIORITIES,
  platformsOf,
  type Target,
} from '@/features/dispatch/lib/form';

import classes from './Dispatch.module.css';

type Props = { form: UseFormReturnType<FormValues>; target: Target };

function NowFields({ form }: Omit<Props, 'target'>) {
  const { t } = useTranslation('dispatch');
  return (
    <div className={classes.three}>
      <Select
        label={t('field.nowPriority')}
        clearable
        data={NOW_PRIORITIES.map((value) => ({ value, label: t(`nowPriority.${value}`) }))}
        {...form.getInputProps('servicenow_priority')}
      />
      <TextInput label={t('field.group')} {...form.getInputProps('assignment_group')} />
      <TextInput label={t('field.category')} {...form.getInputProps('category')} />
      <TextInput label={t('field.item')} {...form.getInputProps('configuration_item')} />
    </div>
  );
}

function JiraFields({ form }: Omit<Props, 'target'>) {
  const { t } = useTranslation(['dispatch', 'common']);
  return (
    <div className={classes.three}>
      <TextInput
        label={`${t('field.project')} (${t('common:form.required')})`}
        placeholder="OPS"
        {...form.getInputProps('project_key')}
      />
      <Select
        label={t('field.jiraPriority')}
        clearable
        data={[...JIRA_PRIORITIES]}
        {...form.getInputProps('jira_priority')}
      />
      <TextInput label={t('field.type')} {...form.getInputProps('issue_type')} />
    </div>
  );
}

/** The fields of the platforms that are chosen. */
export function CreationFields({ form, target }: Props) {
  const { t } = useTranslation(['dispatch', 'common']);
  const platforms = platformsOf(target);
  const title = target === 'jira' ? 'field.summary' : 'field.title';
  return (
    <>
      <TextInput
        label={`${t(title)} (${t('common:form.required')})`}
        {...form.getInputProps('title')}
      />
      {platforms.includes('servicenow') ? <NowFields form={form} /> : null}
      {platforms.includes('jira') ? <JiraFields form={form} /> : null}
      <Textarea
        label={t('field.description')}
        autosize
        minRows={3}
        maxRows={8}
        {...form.getInputProps('description')}
      />
    </>
  );
}
