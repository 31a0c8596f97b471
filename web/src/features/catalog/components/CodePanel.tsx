import { Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { type ResolutionCode, useRefresh } from '@/features/catalog/api/catalog';
import { keyFrom } from '@/features/catalog/lib/keys';
import { api } from '@/shared/api/client';
import { Fields, FormActions } from '@/shared/forms/FormActions';
import { LeaveGuard } from '@/shared/forms/LeaveGuard';
import { useStoredForm } from '@/shared/forms/useStoredForm';
import { Panel } from '@/shared/ui/Panel';
import { toastDone } from '@/shared/ui/toast';

import classes from './parts.module.css';
import { Retire } from './Retire';
import { TypesSelect } from './TypesSelect';

type Values = { label: string; template: string; applies_to: ResolutionCode['applies_to'] };
type Patch = Partial<Values> & { is_active?: boolean; version?: number | null };
type Props = { entry: ResolutionCode | null; tickets: number; onClose: () => void };

/** A way a ticket can end, and the text its resolution starts with. */
export function CodePanel({ entry, tickets, onClose }: Props) {
  const { t } = useTranslation(['catalog', 'common']);
  const refresh = useRefresh();
  const title = entry?.label ?? t('codes.new');
  const patch = async (body: Patch) => {
    if (!entry) return;
    await api.PATCH('/api/v1/resolution-codes/{id}', { params: { path: { id: entry.id } }, body });
    await refresh();
  };
  const stored = useStoredForm<Values>({
    stored: {
      label: entry?.label ?? '',
      template: entry?.template ?? '',
      applies_to: entry?.applies_to ?? [],
    },
    version: entry?.version,
    validate: ({ label }) => (label.trim() ? {} : { label: t('common:form.missing') }),
    save: async (values, version) => {
      if (entry) return patch({ ...values, version: version ?? null });
      const { label = '' } = values;
      await api.POST('/api/v1/resolution-codes', {
        body: { ...values, label, code: keyFrom(label) },
      });
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
            label={`${t('codes.label')} (${t('common:form.required')})`}
            maxLength={120}
            {...form.getInputProps('label')}
          />
          <Textarea
            label={t('codes.template')}
            description={t('codes.templateHelp')}
            autosize
            minRows={3}
            maxRows={8}
            {...form.getInputProps('template')}
          />
          <TypesSelect
            value={form.getValues().applies_to}
            onChange={(next) => form.setFieldValue('applies_to', next as Values['applies_to'])}
          />
        </Fields>
        <FormActions
          {...(entry ? {} : { action: t('codes.add'), onCancel: onClose })}
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
                  const path = { id: entry.id };
                  await api.DELETE('/api/v1/resolution-codes/{id}', { params: { path } });
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
