import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import {
  useAddRequestType,
  useChangeRequestType,
  useDeleteRequestType,
} from '@/features/portal/api/requestTypes';
import type { RequestType } from '@/features/portal/api/types';
import {
  BLANK_TYPE,
  changedBody,
  type TypeValues,
  typeBody,
  valuesOf,
} from '@/features/portal/lib/requestType';
import { FormActions } from '@/shared/forms/FormActions';
import { LeaveGuard } from '@/shared/forms/LeaveGuard';
import { useStoredForm } from '@/shared/forms/useStoredForm';
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
  const title = t(stored ? 'types.edit' : 'types.add');
  const { form, saving, problem, submit } = useStoredForm<TypeValues>({
    stored: stored ? valuesOf(stored) : BLANK_TYPE,
    version: stored?.version,
    validate: ({ name }) => (name.trim() ? {} : { name: t('common:form.missing') }),
    save: (changed, version, all) =>
      stored
        ? change.mutateAsync({ id: stored.id, version, body: changedBody(changed, all) })
        : add.mutateAsync(typeBody(all)),
    onSaved: () => {
      toastDone(t('types.saved', { name: form.getValues().name }));
      onClose();
    },
  });

  return (
    <Panel label={title} title={title} onClose={onClose}>
      <LeaveGuard when={form.isDirty()} />
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
        noValidate
      >
        <RequestTypeFields form={form} />
        <FormActions
          {...(stored ? {} : { action: t('types.add') })}
          saving={saving}
          problem={problem}
          onCancel={onClose}
        />
      </form>
      {stored ? <Delete stored={stored} onClose={onClose} /> : null}
    </Panel>
  );
}
