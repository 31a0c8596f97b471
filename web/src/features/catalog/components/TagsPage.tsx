import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { type CatalogTag, tagsQuery, usageQuery } from '@/features/catalog/api/catalog';
import { useMay } from '@/shared/api/me';
import { SettingsList } from '@/shared/ui/SettingsList';
import type { Column } from '@/shared/ui/SettingsTable';

import { OpenCell, Swatch, TicketsCell } from './Cells';
import { useListTexts } from './listTexts';
import classes from './parts.module.css';
import { TagPanel } from './TagPanel';

const FROM = '/app/settings/tags';

/** The tags people are offered; tickets may carry others. */
export function TagsPage() {
  const { t } = useTranslation('catalog');
  const search = useSearch({ from: FROM });
  const navigate = useNavigate({ from: FROM });
  const { data: usage } = useQuery(usageQuery('tag'));
  const show = (next: typeof search) => void navigate({ search: next, replace: true });
  const close = () => show({ ...search, open: undefined, add: undefined });
  const columns: Column<CatalogTag>[] = [
    {
      key: 'name',
      head: t('tags.name'),
      cell: (entry) => (
        <span className={classes.name}>
          <Swatch color={entry.color} />
          <OpenCell
            name={entry.name}
            sub={entry.description}
            onOpen={() => show({ ...search, open: entry.id, add: undefined })}
          />
        </span>
      ),
    },
    {
      key: 'usage',
      head: t('usedBy'),
      narrow: true,
      end: true,
      cell: ({ name }) => <TicketsCell count={usage && (usage.get(name) ?? 0)} />,
    },
  ];
  return (
    <SettingsList
      texts={useListTexts('tags')}
      query={useQuery(tagsQuery)}
      columns={columns}
      nameOf={({ name }) => name}
      search={search}
      onSearch={show}
      mayWrite={useMay('catalog:write')}
      panel={(entry) => (
        <TagPanel
          key={entry?.id ?? 'new'}
          entry={entry}
          tickets={usage?.get(entry?.name ?? '') ?? 0}
          onClose={close}
        />
      )}
    />
  );
}
