import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { type SubStatus, subStatusesQuery, usageQuery } from '@/features/catalog/api/catalog';
import { api } from '@/shared/api/client';
import { useMay } from '@/shared/api/me';
import { useOrder } from '@/shared/api/useOrder';
import { SettingsList } from '@/shared/ui/SettingsList';
import type { Column } from '@/shared/ui/SettingsTable';
import { Status } from '@/shared/ui/Status';

import { OpenCell, TicketsCell } from './Cells';
import { useListTexts } from './listTexts';
import { SubStatusPanel } from './SubStatusPanel';

const FROM = '/app/settings/statuses';

/** The desk's own finer statuses; the eight themselves are fixed. */
export function SubStatusesPage() {
  const { t } = useTranslation('catalog');
  const search = useSearch({ from: FROM });
  const navigate = useNavigate({ from: FROM });
  const entries = useQuery(subStatusesQuery);
  const { data: usage } = useQuery(usageQuery('sub_status'));
  const order = useOrder(subStatusesQuery.queryKey, (ids) =>
    api.PUT('/api/v1/sub-statuses/order', { body: { ids } }),
  );
  const show = (next: typeof search) => void navigate({ search: next, replace: true });
  const close = () => show({ ...search, open: undefined, add: undefined });
  const columns: Column<SubStatus>[] = [
    {
      key: 'label',
      head: t('subStatuses.label'),
      cell: (entry) => (
        <OpenCell
          name={entry.label}
          off={!entry.is_active}
          onOpen={() => show({ ...search, open: entry.id, add: undefined })}
        />
      ),
    },
    {
      key: 'status',
      head: t('subStatuses.below'),
      cell: ({ status }) => <Status status={status} />,
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
      texts={useListTexts('subStatuses')}
      query={entries}
      columns={columns}
      nameOf={({ label }) => label}
      search={search}
      onSearch={show}
      mayWrite={useMay('catalog:write')}
      onOrder={(ids) => order.mutate(ids)}
      panel={(entry) => (
        <SubStatusPanel
          key={entry?.id ?? 'new'}
          entry={entry}
          tickets={usage?.get(entry?.key ?? '') ?? 0}
          onClose={close}
        />
      )}
    />
  );
}
