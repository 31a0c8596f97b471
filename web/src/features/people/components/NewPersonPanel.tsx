import { Checkbox } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useAddPerson, useMakeLink } from '@/features/people/api/people';
import { Fields, FormActions } from '@/shared/forms/FormActions';
import { applyProblem } from '@/shared/forms/problemForm';
import { Panel } from '@/shared/ui/Panel';
import { toastDone, toastFailed } from '@/shared/ui/toast';

import { InviteLink } from './InviteButton';
import { BLANK_PERSON, PersonFields, type PersonValues } from './PersonFields';
import classes from './PersonPanel.module.css';

type Added = { id: string; name: string; link: { url: string; expires_at: string } };
type Props = { onClose: () => void; onAdded: (id: string) => void };

/** Somebody new; with an invitation link at once if wanted. */
export function NewPersonPanel({ onClose, onAdded }: Props) {
  const { t } = useTranslation(['people', 'common']);
  const add = useAddPerson();
  const make = useMakeLink();
  const [wantsLink, setWantsLink] = useState(true);
  const [problem, setProblem] = useState<string | null>(null);
  const [added, setAdded] = useState<Added | null>(null);
  const form = useForm<PersonValues>({
    mode: 'uncontrolled',
    initialValues: BLANK_PERSON,
    validate: { name: (value) => (value.trim() ? null : t('common:form.missing')) },
  });

  const finish = async (id: string, name: string, mayLogIn: boolean) => {
    if (!wantsLink || !mayLogIn) {
      onAdded(id);
      return;
    }
    try {
      setAdded({ id, name, link: await make.mutateAsync({ id, can_log_in: false }) });
    } catch (error) {
      toastFailed(error);
      onAdded(id);
    }
  };
  const submit = async (values: PersonValues) => {
    setProblem(null);
    try {
      const person = await add.mutateAsync({ ...values, email: values.email || null });
      toastDone(t('new.done', { name: person.name }));
      await finish(person.id, person.name, person.role !== 'service' && Boolean(person.email));
    } catch (error) {
      setProblem(applyProblem(form, error));
    }
  };

  return (
    <Panel label={t('new.title')} title={t('new.title')} onClose={onClose}>
      <form className={classes.part} onSubmit={form.onSubmit(submit)} noValidate>
        <Fields>
          <PersonFields form={form} />
          <Checkbox
            label={t('new.invite')}
            checked={wantsLink}
            onChange={(event) => setWantsLink(event.currentTarget.checked)}
          />
        </Fields>
        <FormActions
          action={t('new.action')}
          saving={add.isPending || make.isPending}
          problem={problem}
          onCancel={onClose}
        />
      </form>
      {added ? (
        <InviteLink name={added.name} link={added.link} onClose={() => onAdded(added.id)} />
      ) : null}
    </Panel>
  );
}
