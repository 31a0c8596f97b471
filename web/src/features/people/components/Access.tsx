import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { type Person, useChangePerson } from '@/features/people/api/people';
import { useMay, useMe } from '@/shared/api/me';
import { useConfirm } from '@/shared/ui/ConfirmDialog';
import { toastDone, toastFailed } from '@/shared/ui/toast';

import { Consequences } from './Consequences';
import { InviteButton } from './InviteButton';
import classes from './PersonPanel.module.css';

/** Whether and how a person gets in. */
export function Access({ person }: { person: Person }) {
  const { t } = useTranslation('people');
  const confirm = useConfirm();
  const mayWrite = useMay('people:write');
  const me = useMe();
  const change = useChangePerson(person.id);
  const { name } = person;

  const set = async (is_active: boolean) => {
    try {
      await change.mutateAsync({ is_active });
      toastDone(t(is_active ? 'activate.done' : 'deactivate.done', { name }));
    } catch (error) {
      toastFailed(error);
    }
  };
  const deactivate = async () => {
    const sure = await confirm({
      title: t('deactivate.title', { name }),
      body: (
        <>
          <p>{t('deactivate.why')}</p>
          <Consequences person={person.id} />
        </>
      ),
      action: t('deactivate.action'),
      danger: true,
    });
    if (sure) await set(false);
  };

  if (!mayWrite) return null;
  const isMe = person.id === me.person.id;
  return (
    <section className={classes.part}>
      <div className={classes.heading}>
        <h3>{t('edit.access')}</h3>
      </div>
      <div className={classes.buttons}>
        {person.is_active && person.role !== 'service' ? <InviteButton person={person} /> : null}
        {person.is_active && !isMe ? (
          <Button variant="danger" loading={change.isPending} onClick={() => void deactivate()}>
            {t('deactivate.action')}
          </Button>
        ) : null}
        {person.is_active ? null : (
          <Button loading={change.isPending} onClick={() => void set(true)}>
            {t('activate.action')}
          </Button>
        )}
      </div>
    </section>
  );
}
