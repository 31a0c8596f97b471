import { useTranslation } from 'react-i18next';

import { type Team, useChangeTeam } from '@/features/teams/api/teams';
import { useMay } from '@/shared/api/me';
import { FormActions } from '@/shared/forms/FormActions';
import { useStoredForm } from '@/shared/forms/useStoredForm';
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
  const { form, saving, problem, submit } = useStoredForm<TeamValues>({
    stored: valuesOf(team),
    version: team.version,
    validate: ({ name }) => (name.trim() ? {} : { name: t('common:form.missing') }),
    save: async (values, version) => {
      const saved = await change.mutateAsync({
        ...values,
        ...(version === undefined ? {} : { version }),
      });
      toastDone(t('edit.saved', { name: saved.name }));
    },
  });
  return (
    <Panel
      label={t('edit.label', { name: team.name })}
      keys={<Tag tone="line">{t(`kind.${team.kind}`)}</Tag>}
      title={team.name}
      onClose={onClose}
    >
      <form
        className={classes.part}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
        noValidate
      >
        <TeamFields form={form} readOnly={!mayWrite} />
        {mayWrite ? <FormActions saving={saving} problem={problem} /> : null}
      </form>
      {team.kind === 'department' ? <DepartmentPeople team={team} /> : <MemberList team={team} />}
    </Panel>
  );
}
