import { Button, Select } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { JOB_STATES, type JobRow, jobsQuery } from '@/features/rca/api/jobs';
import type { JobsSearch } from '@/features/rca/lib/search';
import { useMay } from '@/shared/api/me';
import { number } from '@/shared/lib/format';
import { FilterBar, SearchField, ShowMore } from '@/shared/ui/FilterBar';
import { Icon } from '@/shared/ui/Icon';
import { Loaded } from '@/shared/ui/Loaded';
import { Page } from '@/shared/ui/Page';
import { PageHead } from '@/shared/ui/PageHead';
import { RelativeTime } from '@/shared/ui/RelativeTime';
import { type Column, SettingsTable } from '@/shared/ui/SettingsTable';
import { Empty } from '@/shared/ui/States';

import { NewAnalysisPanel } from './NewAnalysisPanel';
import classes from './Rca.module.css';
import { JobStateTag, SeverityTag } from './words';

const FROM = '/app/rca';

function useColumns(): Column<JobRow>[] {
  const { t } = useTranslation('rca');
  return [
    {
      key: 'title',
      head: t('column.title'),
      cell: ({ job_id, title }) => (
        <span className={classes.name}>
          <Link to="/app/rca/$id" params={{ id: job_id }} className={classes.open}>
            {title}
          </Link>
          <span className="key muted">{job_id}</span>
        </span>
      ),
    },
    {
      key: 'state',
      head: t('column.state'),
      narrow: true,
      cell: ({ state }) => <JobStateTag state={state} />,
    },
    {
      key: 'severity',
      head: t('column.severity'),
      narrow: true,
      cell: ({ severity }) =>
        severity ? <SeverityTag severity={severity} /> : <span className="muted">–</span>,
    },
    {
      key: 'cause',
      head: t('column.cause'),
      drops: 'first',
      cell: ({ root_cause }) => (
        <span className={`${classes.cause} truncate`} title={root_cause}>
          {root_cause || '–'}
        </span>
      ),
    },
    {
      key: 'findings',
      head: t('column.findings'),
      narrow: true,
      drops: 'second',
      cell: ({ findings_count }) => <span className="num">{number(findings_count)}</span>,
    },
    {
      key: 'created',
      head: t('column.created'),
      narrow: true,
      drops: 'second',
      cell: ({ created_at }) => <RelativeTime when={created_at} />,
    },
  ];
}

function Nothing({ isFiltered, onClear }: { isFiltered: boolean; onClear: () => void }) {
  const { t } = useTranslation('rca');
  if (!isFiltered) return <Empty title={t('empty.title')} why={t('empty.why')} />;
  return (
    <Empty meaning="filtered" title={t('empty.filtered')} why={t('empty.filteredWhy')}>
      <Button onClick={onClear}>{t('empty.clear')}</Button>
    </Empty>
  );
}

/** Root-cause analyses: what was asked, what was found. */
export function JobsPage() {
  const { t } = useTranslation('rca');
  const search = useSearch({ from: FROM });
  const navigate = useNavigate({ from: FROM });
  const mayRun = useMay('rca:run');
  const found = useInfiniteQuery(jobsQuery(search.q ?? '', search.state));
  const columns = useColumns();
  const go = (next: JobsSearch) => void navigate({ search: next, replace: true });
  const total = found.data?.pages[0]?.page.total ?? undefined;
  const isFiltered = Boolean(search.q ?? search.state);
  return (
    <>
      <Page scrolls>
        <PageHead
          title={t('title')}
          meta={total === undefined ? null : t('count', { count: total })}
          actions={
            mayRun ? (
              <Button
                variant={search.add ? 'default' : 'filled'}
                leftSection={<Icon of={IconPlus} />}
                onClick={() => go({ ...search, add: true })}
              >
                {t('new.open')}
              </Button>
            ) : null
          }
        />
        <FilterBar>
          <SearchField
            label={t('search')}
            value={search.q ?? ''}
            onChange={(q) => go({ ...search, q: q || undefined })}
          />
          <Select
            aria-label={t('column.state')}
            placeholder={t('anyState')}
            clearable
            data={JOB_STATES.map((value) => ({ value, label: t(`state.${value}`) }))}
            value={search.state ?? null}
            onChange={(value) =>
              go({ ...search, state: JOB_STATES.find((each) => each === value) })
            }
          />
        </FilterBar>
        <Loaded query={found}>
          {({ pages }) => {
            const jobs = pages.flatMap(({ data }) => data);
            if (jobs.length === 0)
              return <Nothing isFiltered={isFiltered} onClear={() => go({})} />;
            return (
              <>
                <SettingsTable
                  label={t('title')}
                  columns={columns}
                  items={jobs}
                  itemKey={({ id }) => id}
                  isOff={({ state }) => state === 'cancelled'}
                />
                <ShowMore
                  shown={jobs.length}
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
      {search.add && mayRun ? (
        <NewAnalysisPanel
          onClose={() => go({ ...search, add: undefined })}
          onStarted={(id) => void navigate({ to: '/app/rca/$id', params: { id } })}
        />
      ) : null}
    </>
  );
}
