import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { type Person, personQuery, useChangePerson } from '@/features/people/api/people';
import { useMay } from '@/shared/api/me';
import { FormActions } from '@/shared/forms/FormActions';
import { useStoredForm } from '@/shared/forms/useStoredForm';
import { Avatar } from '@/shared/ui/Avatar';
import { Loaded } from '@/shared/ui/Loaded';
import { Panel } from '@/shared/ui/Panel';
import { Tag } from '@/shared/ui/Tag';
import { toastDone } from '@/shared/ui/toast';

import { Access } from './Access';
import { PersonFields, type PersonValues } from './PersonFields';
import classes from './PersonPanel.module.css';
import { SkillList } from './SkillList';
import { TeamList } from './TeamList';

const valuesOf = (person: Person): PersonValues => ({
  name: person.name,
  email: person.email ?? '',
  role: person.role,
  title: person.title,
  phone: person.phone,
  department_id: person.department?.id ?? null,
  vip: person.vip,
});

function Facts({ person }: { person: Person }) {
  const { t } = useTranslation(['people', 'common']);
  const mayWrite = useMay('people:write');
  const change = useChangePerson(person.id);
  const { form, saving, problem, submit } = useStoredForm<PersonValues>({
    stored: valuesOf(person),
    version: person.version,
    validate: ({ name }) => (name.trim() ? {} : { name: t('common:form.missing') }),
    save: async ({ email, ...changed }, version) => {
      const saved = await change.mutateAsync({
        ...changed,
        ...(email === undefined ? {} : { email: email || null }),
        ...(version === undefined ? {} : { version }),
      });
      toastDone(t('edit.saved', { name: saved.name }));
    },
  });
  return (
    <form
      className={classes.part}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
      noValidate
    >
      <PersonFields form={form} readOnly={!mayWrite} />
      {mayWrite ? <FormActions saving={saving} problem={problem} /> : null}
    </form>
  );
}

/** One person: facts, teams, skills, access. */
export function PersonPanel({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation(['people', 'common']);
  const person = useQuery(personQuery(id));
  const name = person.data?.name ?? '';
  return (
    <Panel
      label={t('edit.label', { name })}
      keys={
        person.data ? (
          <>
            <Avatar name={name} decorative />
            <Tag tone="line">{t(`common:role.${person.data.role}`)}</Tag>
            {person.data.is_active ? null : <Tag>{t('off')}</Tag>}
          </>
        ) : null
      }
      title={name}
      onClose={onClose}
    >
      <Loaded query={person}>
        {(found) => (
          <>
            <Facts person={found} />
            <TeamList person={found} />
            <SkillList person={found} />
            <Access person={found} />
          </>
        )}
      </Loaded>
    </Panel>
  );
}
