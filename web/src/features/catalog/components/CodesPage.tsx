import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { codesQuery, type ResolutionCode, usageQuery } from '@/features/catalog/api/catalog';
import { api } from '@/shared/api/client';
import { useMay } from '@/shared/api/me';
import { useOrder } from '@/shared/api/useOrder';
import { SettingsList } from '@/shared/ui/SettingsList';
import type { Column } from '@/shared/ui/SettingsTable';

import { OpenCell, TicketsCell, TypesCell } from './Cells';
import { CodePanel } from './CodePanel';
import { useListTexts } from './listTexts';

const FROM = '/app/settings/resolutions';

/** The ways a ticket can end. */
export function CodesPage() {
  const { t } = useTranslation('catalog');
  const search = useSearch({ from: FROM });
  const navigate = useNavigate({ from: FROM });
  const entries = useQuery(codesQuery);
  const { data: usage } = useQuery(usageQuery('resolution_code'));
  const order = useOrder(codesQuery.queryKey, (ids) =>
    api.PUT('/api/v1/resolution-codes/order', { body: { ids } }),
  );
  const show = (next: typeof search) => void navigate({ search: next, replace: true });
  const close = () => show({ ...search, open: undefined, add: undefined });
  const columns: Column<ResolutionCode>[] = [
    {
      key: 'label',
      head: t('codes.label'),
      cell: (entry) => (
        <OpenCell
          name={entry.label}
          sub={entry.template}
          off={!entry.is_active}
          onOpen={() => show({ ...search, open: entry.id, add: undefined })}
        />
      ),
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
      cell: ({ code }) => <TicketsCell count={usage && (usage.get(code) ?? 0)} />,
    },
  ];
  return (
    <SettingsList
      texts={useListTexts('codes')}
      query={entries}
      columns={columns}
      nameOf={({ label }) => label}
      search={search}
      onSearch={show}
      mayWrite={useMay('catalog:write')}
      onOrder={(ids) => order.mutate(ids)}
      panel={(entry) => (
        <CodePanel
          key={entry?.id ?? 'new'}
          entry={entry}
          tickets={usage?.get(entry?.code ?? '') ?? 0}
          onClose={close}
        />
      )}
    />
  );
}
