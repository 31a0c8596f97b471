import { ColorInput, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { type CatalogTag, useRefresh } from '@/features/catalog/api/catalog';
import { api } from '@/shared/api/client';
import { Fields, FormActions } from '@/shared/forms/FormActions';
import { LeaveGuard } from '@/shared/forms/LeaveGuard';
import { useStoredForm } from '@/shared/forms/useStoredForm';
import { Panel } from '@/shared/ui/Panel';
import { toastDone } from '@/shared/ui/toast';

import classes from './parts.module.css';
import { Retire } from './Retire';

const COLORS = ['#2a6fdb', '#7a52d6', '#a86f00', '#c9550f', '#1a854c', '#cf2436', '#72838a'];

type Values = { name: string; color: string; description: string };
type Props = { entry: CatalogTag | null; tickets: number; onClose: () => void };

/** A tag that people are offered. */
export function TagPanel({ entry, tickets, onClose }: Props) {
  const { t } = useTranslation(['catalog', 'common']);
  const refresh = useRefresh();
  const title = entry?.name ?? t('tags.new');
  const stored = useStoredForm<Values>({
    stored: {
      name: entry?.name ?? '',
      color: entry?.color ?? '',
      description: entry?.description ?? '',
    },
    version: entry?.version,
    validate: ({ name }) => (name.trim() ? {} : { name: t('common:form.missing') }),
    save: async ({ name, color, description }, version) => {
      const body = {
        ...(color === undefined ? {} : { color: color || null }),
        ...(description === undefined ? {} : { description }),
      };
      await (entry
        ? api.PATCH('/api/v1/tags/{id}', {
            params: { path: { id: entry.id } },
            body: { ...body, version: version ?? null },
          })
        : api.POST('/api/v1/tags', { body: { ...body, name: name ?? '' } }));
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
            label={`${t('tags.name')} (${t('common:form.required')})`}
            description={t(entry ? 'tags.nameFixed' : 'tags.nameHelp')}
            maxLength={60}
            readOnly={entry !== null}
            {...form.getInputProps('name')}
          />
          <ColorInput
            label={t('color')}
            format="hex"
            swatches={COLORS}
            withEyeDropper={false}
            placeholder={t('noColor')}
            {...form.getInputProps('color')}
          />
          <Textarea
            label={t('tags.description')}
            autosize
            minRows={2}
            maxRows={5}
            {...form.getInputProps('description')}
          />
        </Fields>
        <FormActions
          {...(entry ? {} : { action: t('tags.add'), onCancel: onClose })}
          saving={stored.saving}
          problem={stored.problem}
        />
      </form>
      {entry ? (
        <Retire
          name={entry.name}
          uses={<p>{t('tags.stays', { count: tickets })}</p>}
          onDelete={async () => {
            await api.DELETE('/api/v1/tags/{id}', { params: { path: { id: entry.id } } });
            await refresh();
            onClose();
          }}
        />
      ) : null}
      <LeaveGuard when={form.isDirty()} />
    </Panel>
  );
}
