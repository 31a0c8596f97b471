import { Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { type SubStatus, useRefresh } from '@/features/catalog/api/catalog';
import { keyFrom } from '@/features/catalog/lib/keys';
import { api } from '@/shared/api/client';
import { Fields, FormActions } from '@/shared/forms/FormActions';
import { LeaveGuard } from '@/shared/forms/LeaveGuard';
import { useStoredForm } from '@/shared/forms/useStoredForm';
import { STATUSES } from '@/shared/lib/vocabulary';
import { Panel } from '@/shared/ui/Panel';
import { toastDone } from '@/shared/ui/toast';

import classes from './parts.module.css';
import { Retire } from './Retire';

type Values = { label: string; status: SubStatus['status'] };
type Props = { entry: SubStatus | null; tickets: number; onClose: () => void };

/** A finer status below one of the eight. */
export function SubStatusPanel({ entry, tickets, onClose }: Props) {
  const { t } = useTranslation(['catalog', 'common']);
  const refresh = useRefresh();
  const title = entry?.label ?? t('subStatuses.new');
  const patch = async (body: { label?: string; is_active?: boolean; version?: number | null }) => {
    if (!entry) return;
    await api.PATCH('/api/v1/sub-statuses/{id}', { params: { path: { id: entry.id } }, body });
    await refresh();
  };
  const stored = useStoredForm<Values>({
    stored: { label: entry?.label ?? '', status: entry?.status ?? 'pending' },
    version: entry?.version,
    validate: ({ label }) => (label.trim() ? {} : { label: t('common:form.missing') }),
    save: async ({ label = '', status = 'pending' }, version) => {
      if (entry) return patch({ label, version: version ?? null });
      await api.POST('/api/v1/sub-statuses', { body: { label, status, key: keyFrom(label) } });
      await refresh();
    },
    onSaved: () => {
      toastDone(t('saved'));
      if (!entry) onClose();
    },
  });
  const { form } = stored;
  return (
    <Panel label={title} title={title} onClose={onClose}>
      <form
        className={classes.part}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          stored.submit();
        }}
      >
        <Fields>
          <TextInput
            label={`${t('subStatuses.label')} (${t('common:form.required')})`}
            maxLength={60}
            {...form.getInputProps('label')}
          />
          <Select
            label={t('subStatuses.below')}
            description={t(entry ? 'subStatuses.belowFixed' : 'subStatuses.belowHelp')}
            allowDeselect={false}
            readOnly={entry !== null}
            data={STATUSES.map((value) => ({ value, label: t(`common:status.${value}`) }))}
            {...form.getInputProps('status')}
          />
        </Fields>
        <FormActions
          {...(entry ? {} : { action: t('subStatuses.add'), onCancel: onClose })}
          saving={stored.saving}
          problem={stored.problem}
        />
      </form>
      {entry ? (
        <Retire
          name={entry.label}
          isActive={entry.is_active}
          uses={<p>{tickets > 0 ? t('uses.tickets', { count: tickets }) : t('uses.none')}</p>}
          onArchive={(archive) => patch({ is_active: !archive })}
          onDelete={
            tickets > 0
              ? undefined
              : async () => {
                  await api.DELETE('/api/v1/sub-statuses/{id}', {
                    params: { path: { id: entry.id } },
                  });
                  await refresh();
                  onClose();
                }
          }
        />
      ) : null}
      <LeaveGuard when={form.isDirty()} />
    </Panel>
  );
}
