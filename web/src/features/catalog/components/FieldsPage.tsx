import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { type CustomField, fieldsQuery, usageQuery } from '@/features/catalog/api/catalog';
import { api } from '@/shared/api/client';
import { useMay } from '@/shared/api/me';
import { useOrder } from '@/shared/api/useOrder';
import { SettingsList } from '@/shared/ui/SettingsList';
import type { Column } from '@/shared/ui/SettingsTable';
import { Tag } from '@/shared/ui/Tag';

import { OpenCell, TicketsCell, TypesCell } from './Cells';
import { FieldPanel } from './FieldPanel';
import { useListTexts } from './listTexts';

const FROM = '/app/settings/fields';

/** Custom fields of tickets. */
export function FieldsPage() {
  const { t } = useTranslation('catalog');
  const search = useSearch({ from: FROM });
  const navigate = useNavigate({ from: FROM });
  const fields = useQuery(fieldsQuery);
  const { data: usage } = useQuery(usageQuery('custom_field'));
  const order = useOrder(fieldsQuery.queryKey, (ids) =>
    api.PUT('/api/v1/custom-fields/order', { body: { ids } }),
  );
  const show = (next: typeof search) => void navigate({ search: next, replace: true });
  const close = () => show({ ...search, open: undefined, add: undefined });
  const columns: Column<CustomField>[] = [
    {
      key: 'label',
      head: t('fields.label'),
      cell: (field) => (
        <OpenCell
          name={field.label}
          sub={field.key}
          off={!field.is_active}
          onOpen={() => show({ ...search, open: field.id, add: undefined })}
        />
      ),
    },
    { key: 'kind', head: t('fields.kind'), cell: ({ kind }) => t(`kind.${kind}`) },
    {
      key: 'rules',
      head: t('fields.rules'),
      drops: 'second',
      cell: ({ required, visible_to_requester }) =>
        required || visible_to_requester ? (
          <>
            {required ? <Tag tone="amber">{t('fields.requiredTag')}</Tag> : null}{' '}
            {visible_to_requester ? <Tag tone="accent">{t('fields.visibleTag')}</Tag> : null}
          </>
        ) : null,
    },
    {
      key: 'types',
      head: t('types.label'),
      drops: 'first',
      cell: ({ applies_to }) => <TypesCell types={applies_to} />,
    },
    {
      key: 'usage',
      head: t('usedBy'),
      narrow: true,
      end: true,
      cell: ({ key }) => <TicketsCell count={usage && (usage.get(key) ?? 0)} />,
    },
  ];
  return (
    <SettingsList
      texts={useListTexts('fields')}
      query={fields}
      columns={columns}
      nameOf={({ label }) => label}
      search={search}
      onSearch={show}
      mayWrite={useMay('catalog:write')}
      onOrder={(ids) => order.mutate(ids)}
      panel={(field) => (
        <FieldPanel
          key={field?.id ?? 'new'}
          field={field}
          tickets={usage?.get(field?.key ?? '') ?? 0}
          onClose={close}
        />
      )}
    />
  );
}
