import { ActionIcon, Button, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useAddFollower, useRemoveFollower } from '@/features/portal/api/requests';
import type { Request } from '@/features/portal/api/types';
import box from '@/features/portal/components/Portal.module.css';
import { asProblem } from '@/shared/api/problem';
import { fieldErrors } from '@/shared/forms/problemForm';
import { cx } from '@/shared/lib/cx';
import { PersonName } from '@/shared/ui/Avatar';
import { Icon } from '@/shared/ui/Icon';
import { toastFailed } from '@/shared/ui/toast';

import classes from './RequestPage.module.css';

function AddForm({ number, onDone }: { number: string; onDone: () => void }) {
  const { t } = useTranslation(['portal', 'common']);
  const [email, setEmail] = useState('');
  const [problem, setProblem] = useState('');
  const add = useAddFollower(number);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!email.trim()) return setProblem(t('common:form.missing'));
    try {
      await add.mutateAsync(email);
      onDone();
    } catch (error) {
      setProblem(fieldErrors(error).email ?? asProblem(error).message);
    }
  };
  return (
    <form className={classes.facts} onSubmit={(event) => void submit(event)} noValidate>
      <TextInput
        type="email"
        label={t('follow.email')}
        description={t('follow.why')}
        value={email}
        error={problem || undefined}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      <Button type="submit" loading={add.isPending}>
        {t('follow.add')}
      </Button>
    </form>
  );
}

/** Colleagues who see the request too. */
export function Followers({ request }: { request: Request }) {
  const { t } = useTranslation('portal');
  const [adding, setAdding] = useState(false);
  const remove = useRemoveFollower(request.number);
  const { followers, can } = request;
  if (followers.length === 0 && !can.add_colleague) return null;
  return (
    <section className={cx(box.box, classes.card)} aria-label={t('follow.title')}>
      <h2>{t('follow.title')}</h2>
      {followers.map(({ id, name }) => (
        <div key={id} className={classes.person}>
          <PersonName name={name} size="medium" />
          {can.add_colleague ? (
            <ActionIcon
              size="sm"
              aria-label={t('follow.remove', { name })}
              onClick={() => remove.mutate(id, { onError: (error) => toastFailed(error) })}
            >
              <Icon of={IconX} size="s" />
            </ActionIcon>
          ) : null}
        </div>
      ))}
      {can.add_colleague && adding ? (
        <AddForm number={request.number} onDone={() => setAdding(false)} />
      ) : null}
      {can.add_colleague && !adding ? (
        <div>
          <Button
            variant="subtle"
            leftSection={<Icon of={IconPlus} />}
            onClick={() => setAdding(true)}
          >
            {t('follow.action')}
          </Button>
        </div>
      ) : null}
    </section>
  );
}
