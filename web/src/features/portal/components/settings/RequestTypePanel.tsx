import { Button } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

import {
  useAddRequestType,
  useChangeRequestType,
  useDeleteRequestType,
} from '@/features/portal/api/requestTypes';
import type { RequestType } from '@/features/portal/api/types';
import { BLANK_TYPE, type TypeValues, typeBody, valuesOf } from '@/features/portal/lib/requestType';
import { FormActions } from '@/shared/forms/FormActions';
import { LeaveGuard } from '@/shared/forms/LeaveGuard';
import { applyProblem } from '@/shared/forms/problemForm';
import { useConfirm } from '@/shared/ui/ConfirmDialog';
import { Panel } from '@/shared/ui/Panel';
import { toastDone, toastFailed } from '@/shared/ui/toast';

import { RequestTypeFields } from './RequestTypeFields';
import classes from './RequestTypes.module.css';

type Props = { stored: RequestType | undefined; onClose: () => void };

function Delete({ stored, onClose }: { stored: RequestType; onClose: () => void }) {
  const { t } = useTranslation('portal');
  const confirm = useConfirm();
  const remove = useDeleteRequestType();
  const ask = async () => {
    const sure = await confirm({
      title: t('types.deleteTitle', { name: stored.name }),
      body: t('types.deleteWhy'),
      action: t('types.delete'),
      danger: true,
    });
    if (!sure) return;
    try {
      await remove.mutateAsync(stored.id);
      onClose();
    } catch (error) {
      toastFailed(error);
    }
  };
  return (
    <div className={classes.delete}>
      <Button variant="subtle" loading={remove.isPending} onClick={() => void ask()}>
        {t('types.delete')}
      </Button>
    </div>
  );
}

/** A request type: how it reads, what it asks, which ticket it makes. */
export function RequestTypePanel({ stored, onClose }: Props) {
  const { t } = useTranslation(['portal', 'common']);
  const add = useAddRequestType();
  const change = useChangeRequestType();
  const [problem, setProblem] = useState<string | null>(null);
  const [left, setLeft] = useState(false);
  // Only after the guard knows that nothing is lost.
  useEffect(() => {
    if (left) onClose();
  }, [left, onClose]);
  const form = useForm<TypeValues>({
    initialValues: stored ? valuesOf(stored) : BLANK_TYPE,
    validate: { name: (value) => (value.trim() ? null : t('common:form.missing')) },
  });
  const title = t(stored ? 'types.edit' : 'types.add');

  const submit = async (values: TypeValues) => {
    setProblem(null);
    const body = typeBody(values);
    try {
      if (stored) await change.mutateAsync({ id: stored.id, version: stored.version, body });
      else await add.mutateAsync(body);
      setLeft(true);
      toastDone(t('types.saved', { name: values.name }));
    } catch (error) {
      setProblem(applyProblem(form, error));
    }
  };

  return (
    <Panel label={title} title={title} onClose={onClose}>
      <LeaveGuard when={form.isDirty() && !left} />
      <form className={classes.form} onSubmit={form.onSubmit(submit)} noValidate>
        <RequestTypeFields form={form} />
        <FormActions
          {...(stored ? {} : { action: t('types.add') })}
          saving={add.isPending || change.isPending}
          problem={problem}
          onCancel={onClose}
        />
      </form>
      {stored ? <Delete stored={stored} onClose={onClose} /> : null}
    </Panel>
  );
}
