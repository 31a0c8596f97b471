import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { matrixQuery, type PriorityEntry, prioritiesQuery } from '@/features/catalog/api/catalog';
import { useMay } from '@/shared/api/me';
import { Loaded } from '@/shared/ui/Loaded';
import { Page } from '@/shared/ui/Page';
import { PageHead } from '@/shared/ui/PageHead';
import { type Column, SettingsTable } from '@/shared/ui/SettingsTable';
import { Why } from '@/shared/ui/Why';

import { OpenCell, Swatch } from './Cells';
import { MatrixEditor } from './MatrixEditor';
import { PriorityPanel } from './PriorityPanel';
import classes from './parts.module.css';

const FROM = '/app/settings/priorities';

/** The six priorities, and which follows from impact and urgency. */
export function PrioritiesPage() {
  const { t } = useTranslation('catalog');
  const search = useSearch({ from: FROM });
  const navigate = useNavigate({ from: FROM });
  const mayWrite = useMay('catalog:write');
  const priorities = useQuery(prioritiesQuery);
  const matrix = useQuery(matrixQuery);
  const open = priorities.data?.data.find(({ key }) => key === search.open);
  const show = (key: string | undefined) => void navigate({ search: { open: key }, replace: true });
  const columns: Column<PriorityEntry>[] = [
    {
      key: 'label',
      head: t('priorities.label'),
      cell: (entry) => (
        <span className={classes.name}>
          <Swatch color={entry.color} />
          <OpenCell name={entry.label} off={!entry.is_active} onOpen={() => show(entry.key)} />
        </span>
      ),
    },
    {
      key: 'description',
      head: t('priorities.meaning'),
      drops: 'second',
      cell: ({ description }) => description,
    },
    {
      key: 'rank',
      head: t('priorities.rank'),
      narrow: true,
      end: true,
      cell: ({ rank }) => <span className="num">{rank}</span>,
    },
  ];
  return (
    <>
      <Page scrolls>
        <PageHead title={t('priorities.title')} meta={<Why>{t('priorities.why')}</Why>} />
        <Loaded query={priorities}>
          {({ data }) => (
            <>
              <SettingsTable
                label={t('priorities.title')}
                columns={columns}
                items={data}
                itemKey={({ key }) => key}
                isOff={({ is_active }) => !is_active}
              />
              <Loaded query={matrix}>
                {({ cells }) => (
                  <MatrixEditor cells={cells} priorities={data} readOnly={!mayWrite} />
                )}
              </Loaded>
            </>
          )}
        </Loaded>
      </Page>
      {open ? (
        <PriorityPanel
          key={open.key}
          entry={open}
          readOnly={!mayWrite}
          onClose={() => show(undefined)}
        />
      ) : null}
    </>
  );
}
