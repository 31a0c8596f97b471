import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { type Template, templatesQuery } from '@/features/catalog/api/catalog';
import { api } from '@/shared/api/client';
import { useMay } from '@/shared/api/me';
import { useOrder } from '@/shared/api/useOrder';
import { RelativeTime } from '@/shared/ui/RelativeTime';
import { SettingsList } from '@/shared/ui/SettingsList';
import type { Column } from '@/shared/ui/SettingsTable';
import { Tag } from '@/shared/ui/Tag';

import { OpenCell } from './Cells';
import { useListTexts } from './listTexts';
import { TemplatePanel } from './TemplatePanel';

const FROM = '/app/settings/templates';

/** Tickets filled in beforehand. */
export function TemplatesPage() {
  const { t } = useTranslation(['catalog', 'common']);
  const search = useSearch({ from: FROM });
  const navigate = useNavigate({ from: FROM });
  const order = useOrder(templatesQuery.queryKey, (ids) =>
    api.PUT('/api/v1/ticket-templates/order', { body: { ids } }),
  );
  const show = (next: typeof search) => void navigate({ search: next, replace: true });
  const close = () => show({ ...search, open: undefined, add: undefined });
  const columns: Column<Template>[] = [
    {
      key: 'name',
      head: t('templates.name'),
      cell: (template) => (
        <OpenCell
          name={template.name}
          sub={template.description}
          off={!template.is_active}
          onOpen={() => show({ ...search, open: template.id, add: undefined })}
        />
      ),
    },
    { key: 'type', head: t('templates.type'), cell: ({ type }) => t(`common:type.${type}`) },
    {
      key: 'portal',
      head: t('templates.offered'),
      drops: 'second',
      cell: ({ for_requesters }) =>
        for_requesters ? <Tag tone="accent">{t('templates.portal')}</Tag> : null,
    },
    {
      key: 'changed',
      head: t('changed'),
      drops: 'first',
      narrow: true,
      cell: ({ updated_at }) => <RelativeTime when={updated_at} />,
    },
  ];
  return (
    <SettingsList
      texts={useListTexts('templates')}
      query={useQuery(templatesQuery)}
      columns={columns}
      nameOf={({ name }) => name}
      search={search}
      onSearch={show}
      mayWrite={useMay('catalog:write')}
      onOrder={(ids) => order.mutate(ids)}
      panel={(template) => (
        <TemplatePanel key={template?.id ?? 'new'} template={template} onClose={close} />
      )}
    />
  );
}
