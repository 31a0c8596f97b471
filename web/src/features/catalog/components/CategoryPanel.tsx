import { Select, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { type Category, useRefresh } from '@/features/catalog/api/catalog';
import { api } from '@/shared/api/client';
import { useMay } from '@/shared/api/me';
import { Fields, FormActions } from '@/shared/forms/FormActions';
import { LeaveGuard } from '@/shared/forms/LeaveGuard';
import { useStoredForm } from '@/shared/forms/useStoredForm';
import { Panel } from '@/shared/ui/Panel';
import { toastDone } from '@/shared/ui/toast';

import classes from './parts.module.css';
import { Retire } from './Retire';
import { Uses } from './Uses';

const TOP = 'top';

type Values = { name: string; parent_id: string; description: string; external_ref: string };
type Props = {
  category: Category | null;
  /** Where a new one goes. */
  parent: string | null;
  all: readonly Category[];
  onClose: () => void;
};

async function store(category: Category | null, values: Partial<Values>, version?: number) {
  const { parent_id, external_ref, ...rest } = values;
  const body = {
    ...rest,
    ...(parent_id === undefined ? {} : { parent_id: parent_id === TOP ? null : parent_id }),
    ...(external_ref === undefined ? {} : { external_ref: external_ref.trim() || null }),
  };
  if (!category)
    return api.POST('/api/v1/categories', { body: { ...body, name: body.name ?? '' } });
  const path = { id: category.id };
  return api.PATCH('/api/v1/categories/{id}', {
    params: { path },
    body: { ...body, version: version ?? null },
  });
}

/** One category: its name, its place in the tree, where it is used. */
export function CategoryPanel({ category, parent, all, onClose }: Props) {
  const { t } = useTranslation(['catalog', 'common']);
  const mayWrite = useMay('catalog:write');
  const refresh = useRefresh();
  const title = category?.name ?? t('categories.new');
  const stored = useStoredForm<Values>({
    stored: {
      name: category?.name ?? '',
      parent_id: (category ? category.parent_id : parent) ?? TOP,
      description: category?.description ?? '',
      external_ref: category?.external_ref ?? '',
    },
    version: category?.version,
    validate: ({ name }) => (name.trim() ? {} : { name: t('common:form.missing') }),
    save: async (values, version) => {
      await store(category, values, version);
      await refresh();
    },
    onSaved: () => {
      toastDone(t('saved'));
      if (!category) onClose();
    },
  });
  const { form } = stored;
  const places = all
    .filter(({ lineage }) => !category || !lineage.includes(category.id))
    .toSorted((a, b) => a.path.localeCompare(b.path))
    .map(({ id, path }) => ({ value: id, label: path }));
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
            label={`${t('categories.name')} (${t('common:form.required')})`}
            maxLength={120}
            readOnly={!mayWrite}
            data-autofocus
            {...form.getInputProps('name')}
          />
          <Select
            label={t('categories.parent')}
            description={t('categories.parentHelp')}
            allowDeselect={false}
            searchable
            readOnly={!mayWrite}
            data={[{ value: TOP, label: t('categories.top') }, ...places]}
            {...form.getInputProps('parent_id')}
          />
          <Textarea
            label={t('categories.description')}
            autosize
            minRows={2}
            maxRows={5}
            readOnly={!mayWrite}
            {...form.getInputProps('description')}
          />
          <TextInput
            label={t('categories.externalRef')}
            description={t('categories.externalRefHelp')}
            readOnly={!mayWrite}
            {...form.getInputProps('external_ref')}
          />
        </Fields>
        {mayWrite ? (
          <FormActions
            {...(category ? {} : { action: t('categories.add'), onCancel: onClose })}
            saving={stored.saving}
            problem={stored.problem}
          />
        ) : null}
      </form>
      {category && mayWrite ? (
        <Retire
          name={category.name}
          isActive={category.is_active}
          uses={<Uses entry="category" id={category.id} />}
          why={t('categories.archiveWhy')}
          onArchive={async (archive) => {
            const path = { id: category.id };
            await api.PATCH('/api/v1/categories/{id}', {
              params: { path },
              body: { is_active: !archive },
            });
            await refresh();
          }}
          onDelete={async () => {
            await api.DELETE('/api/v1/categories/{id}', { params: { path: { id: category.id } } });
            await refresh();
            onClose();
          }}
        />
      ) : null}
      <LeaveGuard when={form.isDirty()} />
    </Panel>
  );
}
