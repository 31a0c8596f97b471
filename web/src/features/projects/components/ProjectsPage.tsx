import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { type Project, type ProjectShow, projectsQuery } from '@/features/projects/api/projects';
import type { ProjectsSearch } from '@/features/projects/lib/search';
import { useMay } from '@/shared/api/me';
import { calendarDay, number } from '@/shared/lib/format';
import { PersonName } from '@/shared/ui/Avatar';
import { FilterBar, SearchField, ShowMore } from '@/shared/ui/FilterBar';
import { Icon } from '@/shared/ui/Icon';
import { Loaded } from '@/shared/ui/Loaded';
import { Page } from '@/shared/ui/Page';
import { PageHead } from '@/shared/ui/PageHead';
import { Segmented } from '@/shared/ui/Segmented';
import { type Column, SettingsTable } from '@/shared/ui/SettingsTable';
import { Empty } from '@/shared/ui/States';

import { NewProjectPanel } from './ProjectPanels';
import classes from './Projects.module.css';
import { ProjectStateTag } from './words';

const FROM = '/app/projects';
const SHOWS = ['open', 'done', 'away'] as const satisfies readonly ProjectShow[];

function useColumns(): Column<Project>[] {
  const { t } = useTranslation('projects');
  return [
    {
      key: 'name',
      head: t('column.name'),
      cell: ({ id, key, name }) => (
        <span className={classes.name}>
          <Link to="/app/projects/$ref" params={{ ref: id }} className={classes.open}>
            {name}
          </Link>
          <span className="key muted">{key}</span>
        </span>
      ),
    },
    {
      key: 'state',
      head: t('column.state'),
      narrow: true,
      cell: ({ state }) => <ProjectStateTag state={state} />,
    },
    {
      key: 'owner',
      head: t('column.owner'),
      drops: 'second',
      cell: ({ owner }) => (owner ? <PersonName name={owner.name} /> : null),
    },
    {
      key: 'team',
      head: t('column.team'),
      drops: 'first',
      cell: ({ team }) => team?.name ?? null,
    },
    {
      key: 'due',
      head: t('column.due'),
      narrow: true,
      drops: 'second',
      cell: ({ due_on }) => (due_on ? <span className="num">{calendarDay(due_on)}</span> : null),
    },
    {
      key: 'tasks',
      head: t('column.tasks'),
      narrow: true,
      cell: ({ tasks, tasks_done }) => (
        <span className="num">
          {tasks > 0 ? t('tasksOf', { done: number(tasks_done), all: number(tasks) }) : '–'}
        </span>
      ),
    },
    {
      key: 'tickets',
      head: t('column.tickets'),
      narrow: true,
      cell: ({ tickets }) => <span className="num">{number(tickets)}</span>,
    },
  ];
}

function Nothing({ isFiltered, onClear }: { isFiltered: boolean; onClear: () => void }) {
  const { t } = useTranslation('projects');
  if (!isFiltered) return <Empty title={t('empty.title')} why={t('empty.why')} />;
  return (
    <Empty meaning="filtered" title={t('empty.filtered')} why={t('empty.filteredWhy')}>
      <Button onClick={onClear}>{t('empty.clear')}</Button>
    </Empty>
  );
}

/** Work that takes longer than a ticket, and how far it is. */
export function ProjectsPage() {
  const { t } = useTranslation('projects');
  const search = useSearch({ from: FROM });
  const navigate = useNavigate({ from: FROM });
  const mayWrite = useMay('project:write');
  const show = search.show ?? 'open';
  const found = useInfiniteQuery(projectsQuery(search.q ?? '', show));
  const columns = useColumns();
  const go = (next: ProjectsSearch) => void navigate({ search: next, replace: true });
  const total = found.data?.pages[0]?.page.total ?? undefined;
  const addButton = mayWrite ? (
    <Button
      variant={search.add ? 'default' : 'filled'}
      leftSection={<Icon of={IconPlus} />}
      onClick={() => go({ ...search, add: true })}
    >
      {t('new.open')}
    </Button>
  ) : null;
  const isFiltered = Boolean(search.q) || show !== 'open';
  return (
    <>
      <Page scrolls>
        <PageHead
          title={t('title')}
          meta={total === undefined ? null : t('count', { count: total })}
          actions={addButton}
        />
        <FilterBar>
          <SearchField
            label={t('search')}
            value={search.q ?? ''}
            onChange={(q) => go({ ...search, q: q || undefined })}
          />
          <Segmented
            label={t('show.label')}
            value={show}
            onChange={(next) => go({ ...search, show: next === 'open' ? undefined : next })}
            segments={SHOWS.map((value) => ({ value, label: t(`show.${value}`) }))}
          />
        </FilterBar>
        <Loaded query={found}>
          {({ pages }) => {
            const projects = pages.flatMap(({ data }) => data);
            if (projects.length === 0) {
              return <Nothing isFiltered={isFiltered} onClear={() => go({})} />;
            }
            return (
              <>
                <SettingsTable
                  label={t('title')}
                  columns={columns}
                  items={projects}
                  itemKey={({ id }) => id}
                />
                <ShowMore
                  shown={projects.length}
                  total={total}
                  hasMore={found.hasNextPage}
                  loading={found.isFetchingNextPage}
                  onMore={() => void found.fetchNextPage()}
                />
              </>
            );
          }}
        </Loaded>
      </Page>
      {search.add && mayWrite ? (
        <NewProjectPanel
          onClose={() => go({ ...search, add: undefined })}
          onAdded={(id) => void navigate({ to: '/app/projects/$ref', params: { ref: id } })}
        />
      ) : null}
    </>
  );
}
