import { Checkbox, Modal, Select, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useLayout, useViewWrites } from '@/features/tickets/api/views';
import { draftOfSearch, type SavedView } from '@/features/tickets/lib/savedViews';
import type { TicketSearch } from '@/features/tickets/lib/search';
import { teamsQuery } from '@/shared/api/directory';
import { asProblem } from '@/shared/api/problem';
import { Fields, FormActions } from '@/shared/forms/FormActions';
import { applyProblem } from '@/shared/forms/problemForm';
import { toastDone } from '@/shared/ui/toast';

import { layoutKey } from './columns';

const SCOPES = ['private', 'team', 'all'] as const;
const ICONS = ['list', 'star', 'users', 'flame', 'bolt', 'bookmark'] as const;

type Props = {
  /** Null for a new one with the filters on the screen. */
  view: SavedView | null;
  search: TicketSearch;
  onSaved: (view: SavedView) => void;
  onClose: () => void;
};

const draftOf = (view: SavedView | null) => ({
  name: view?.name ?? '',
  icon: view?.icon ?? 'list',
  scope: view?.scope ?? ('private' as SavedView['scope']),
  team_id: view?.team_id ?? null,
  pinned: view?.pinned ?? true,
  is_default: view?.is_default ?? false,
});

/** Name, symbol and readers of a saved view. */
export function ViewDialog({ view, search, onSaved, onClose }: Props) {
  const { t } = useTranslation(['views', 'common']);
  const { save } = useViewWrites();
  const { data: teams } = useQuery(teamsQuery);
  const { columns = [] } = useLayout(layoutKey(search));
  const [problem, setProblem] = useState<string | null>(null);
  const form = useForm({
    initialValues: draftOf(view),
    validate: { name: (name) => (name.trim() ? null : t('common:form.missing')) },
  });
  const ofTeam = form.values.scope === 'team';
  const submit = form.onSubmit(async (values) => {
    setProblem(null);
    const team = ofTeam ? {} : { team_id: null, is_default: false };
    const draft = { ...values, ...team, ...(view ? {} : { ...draftOfSearch(search), columns }) };
    try {
      const saved = await save.mutateAsync({ view, draft });
      toastDone(t('saved', { name: saved.name }));
      onSaved(saved);
    } catch (error) {
      const stale = asProblem(error).slug.includes('stale');
      setProblem(stale ? t('stale') : applyProblem(form, error));
    }
  });
  return (
    <Modal
      opened
      onClose={onClose}
      title={view ? t('editTitle', { name: view.name }) : t('saveTitle')}
      closeButtonProps={{ 'aria-label': t('common:action.close') }}
    >
      <form onSubmit={submit} noValidate>
        <Fields>
          <TextInput
            label={`${t('name')} (${t('common:form.required')})`}
            maxLength={80}
            data-autofocus
            {...form.getInputProps('name')}
          />
          <Select
            label={t('icon.label')}
            data={ICONS.map((value) => ({ value, label: t(`icon.${value}`) }))}
            allowDeselect={false}
            {...form.getInputProps('icon')}
          />
          <Select
            label={t('scope.label')}
            data={SCOPES.map((value) => ({ value, label: t(`scope.${value}`) }))}
            allowDeselect={false}
            {...form.getInputProps('scope')}
          />
          {ofTeam ? (
            <>
              <Select
                label={`${t('team')} (${t('common:form.required')})`}
                data={(teams?.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
                searchable
                {...form.getInputProps('team_id')}
              />
              <Checkbox
                label={t('default')}
                {...form.getInputProps('is_default', { type: 'checkbox' })}
              />
            </>
          ) : null}
          <Checkbox label={t('pinned')} {...form.getInputProps('pinned', { type: 'checkbox' })} />
        </Fields>
        <FormActions
          action={t('common:action.save')}
          saving={save.isPending}
          problem={problem}
          onCancel={onClose}
        />
      </form>
    </Modal>
  );
}
