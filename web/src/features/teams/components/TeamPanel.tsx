import { useForm } from '@mantine/form';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { type Team, useChangeTeam } from '@/features/teams/api/teams';
import { useMay } from '@/shared/api/me';
import { FormActions } from '@/shared/forms/FormActions';
import { applyProblem } from '@/shared/forms/problemForm';
import { changedValues, settle, useFollowStored } from '@/shared/forms/storedForm';
import { Panel } from '@/shared/ui/Panel';
import { Tag } from '@/shared/ui/Tag';
import { toastDone } from '@/shared/ui/toast';

import { DepartmentPeople } from './DepartmentPeople';
import { MemberList } from './MemberList';
import { TeamFields, type TeamValues } from './TeamFields';
import classes from './TeamsPage.module.css';

const valuesOf = ({ name, kind, description, is_active }: Team): TeamValues => ({
  name,
  kind,
  description,
  is_active,
});

/** One team: what it is, and who is in it. */
export function TeamPanel({ team, onClose }: { team: Team; onClose: () => void }) {
  const { t } = useTranslation(['teams', 'common']);
  const mayWrite = useMay('team:write');
  const change = useChangeTeam(team.id);
  const [problem, setProblem] = useState<string | null>(null);
  const form = useForm<TeamValues>({
    initialValues: valuesOf(team),
    validate: { name: (value) => (value.trim() ? null : t('common:form.missing')) },
  });
  useFollowStored(form, valuesOf(team), team.version);

  const save = async () => {
    setProblem(null);
    try {
      const saved = await change.mutateAsync({ ...changedValues(form), version: team.version });
      settle(form, valuesOf(saved));
      toastDone(t('edit.saved', { name: saved.name }));
    } catch (error) {
      setProblem(applyProblem(form, error));
    }
  };
  return (
    <Panel
      label={t('edit.label', { name: team.name })}
      keys={<Tag tone="line">{t(`kind.${team.kind}`)}</Tag>}
      title={team.name}
      onClose={onClose}
    >
      <form className={classes.part} onSubmit={form.onSubmit(save)} noValidate>
        <TeamFields form={form} readOnly={!mayWrite} />
        {mayWrite ? <FormActions saving={change.isPending} problem={problem} /> : null}
      </form>
      {team.kind === 'department' ? <DepartmentPeople team={team} /> : <MemberList team={team} />}
    </Panel>
  );
}
