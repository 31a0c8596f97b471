import { useForm } from '@mantine/form';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useAddTeam } from '@/features/teams/api/teams';
import { FormActions } from '@/shared/forms/FormActions';
import { applyProblem } from '@/shared/forms/problemForm';
import { Panel } from '@/shared/ui/Panel';
import { toastDone } from '@/shared/ui/toast';

import { TeamFields, type TeamValues } from './TeamFields';
import classes from './TeamsPage.module.css';

type Props = { onClose: () => void; onAdded: (id: string) => void };

export function NewTeamPanel({ onClose, onAdded }: Props) {
  const { t } = useTranslation(['teams', 'common']);
  const add = useAddTeam();
  const [problem, setProblem] = useState<string | null>(null);
  const form = useForm<TeamValues>({
    initialValues: { name: '', kind: 'team', description: '', is_active: true },
    validate: { name: (value) => (value.trim() ? null : t('common:form.missing')) },
  });
  const submit = async (values: TeamValues) => {
    setProblem(null);
    try {
      const team = await add.mutateAsync(values);
      toastDone(t('new.done', { name: team.name }));
      onAdded(team.id);
    } catch (error) {
      setProblem(applyProblem(form, error));
    }
  };
  return (
    <Panel label={t('new.title')} title={t('new.title')} onClose={onClose}>
      <form className={classes.part} onSubmit={form.onSubmit(submit)} noValidate>
        <TeamFields form={form} isNew />
        <FormActions
          action={t('new.action')}
          saving={add.isPending}
          problem={problem}
          onCancel={onClose}
        />
      </form>
    </Panel>
  );
}
