import { Button, Select } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { type ClusterRun, clustersQuery, runsQuery } from '@/features/clusters/api/clusters';
import { conditionOf, shownRun } from '@/features/clusters/lib/scope';
import type { ClustersSearch } from '@/features/clusters/lib/search';
import { useMay } from '@/shared/api/me';
import { dateTime, number } from '@/shared/lib/format';
import { FilterBar, SearchField, ShowMore } from '@/shared/ui/FilterBar';
import { Icon } from '@/shared/ui/Icon';
import { Loaded } from '@/shared/ui/Loaded';
import { Page } from '@/shared/ui/Page';
import { PageHead } from '@/shared/ui/PageHead';
import { SettingsTable } from '@/shared/ui/SettingsTable';
import { Empty } from '@/shared/ui/States';

import { ClusterPanel } from './ClusterPanel';
import { useColumns } from './clusterColumns';
import { NewRunPanel } from './NewRunPanel';
import { RunState } from './RunState';

const FROM = '/app/clusters';

/** What a search is called: its source, its condition and when it was. */
function useRunLabel(): (run: ClusterRun) => string {
  const { t } = useTranslation('clusters');
  return (run) => {
    const name = run.title || run.connection?.name || t('run.all');
    const condition = conditionOf(run);
    const when = dateTime(run.created_at);
    return condition
      ? t('run.narrowed', { name, condition, when })
      : t('run.named', { name, when });
  };
}

type ListProps = { run: ClusterRun; search: ClustersSearch; go: (next: ClustersSearch) => void };

/** The clusters of a search, the largest first. */
function ClusterList({ run, search, go }: ListProps) {
  const { t } = useTranslation('clusters');
  const found = useInfiniteQuery(clustersQuery(run.id, search.q ?? ''));
  const most = found.data?.pages[0]?.data[0]?.size ?? 1;
  const columns = useColumns(search, most);
  return (
    <Loaded query={found}>
      {({ pages }) => {
        const clusters = pages.flatMap(({ data }) => data);
        if (clusters.length === 0 && search.q)
          return (
            <Empty meaning="filtered" title={t('filtered.title')} why={t('filtered.why')}>
              <Button onClick={() => go({ ...search, q: undefined })}>{t('filtered.clear')}</Button>
            </Empty>
          );
        if (clusters.length === 0) return <RunState run={run} />;
        return (
          <>
            <SettingsTable
              label={t('title')}
              columns={columns}
              items={clusters}
              itemKey={({ id }) => id}
            />
            <ShowMore
              shown={clusters.length}
              total={pages[0]?.page.total}
              hasMore={found.hasNextPage}
              loading={found.isFetchingNextPage}
              onMore={() => void found.fetchNextPage()}
            />
          </>
        );
      }}
    </Loaded>
  );
}

function Meta({ run }: { run: ClusterRun | undefined }) {
  const { t } = useTranslation('clusters');
  if (run?.state !== 'completed') return null;
  const { clusters: count, grouped, tickets } = run;
  return <>{t('meta', { count, grouped: number(grouped), tickets: number(tickets) })}</>;
}

function Runs({ runs, search, go }: Omit<ListProps, 'run'> & { runs: readonly ClusterRun[] }) {
  const { t } = useTranslation('clusters');
  const labelOf = useRunLabel();
  const run = shownRun(runs, search);
  if (!run) return <Empty title={t('empty.title')} why={t('empty.why')} />;
  return (
    <>
      <FilterBar>
        <SearchField
          label={t('search')}
          value={search.q ?? ''}
          onChange={(q) => go({ ...search, q: q || undefined })}
        />
        <Select
          aria-label={t('run.label')}
          w={340}
          allowDeselect={false}
          data={runs.map((each) => ({ value: each.id, label: labelOf(each) }))}
          value={run.id}
          onChange={(id) => go({ ...search, run: id ?? undefined, cluster: undefined })}
        />
      </FilterBar>
      {run.state === 'completed' ? (
        <ClusterList run={run} search={search} go={go} />
      ) : (
        <RunState run={run} />
      )}
    </>
  );
}

/** Tickets that say much the same, found by their words. */
export function ClustersPage() {
  const { t } = useTranslation('clusters');
  const search = useSearch({ from: FROM });
  const navigate = useNavigate({ from: FROM });
  const mayRun = useMay('cluster:run');
  const runs = useQuery(runsQuery);
  const go = (next: ClustersSearch) => void navigate({ search: next, replace: true });
  return (
    <>
      <Page scrolls>
        <PageHead
          title={t('title')}
          meta={<Meta run={shownRun(runs.data ?? [], search)} />}
          actions={
            mayRun ? (
              <Button
                variant={search.add || search.cluster ? 'default' : 'filled'}
                leftSection={<Icon of={IconPlus} />}
                onClick={() => go({ ...search, cluster: undefined, add: true })}
              >
                {t('new.open')}
              </Button>
            ) : null
          }
        />
        <Loaded query={runs}>{(data) => <Runs runs={data} search={search} go={go} />}</Loaded>
      </Page>
      {search.add && mayRun ? (
        <NewRunPanel
          onClose={() => go({ ...search, add: undefined })}
          onStarted={(run) => go({ run })}
        />
      ) : null}
      {search.cluster && !search.add ? (
        <ClusterPanel
          key={search.cluster}
          id={search.cluster}
          onClose={() => go({ ...search, cluster: undefined })}
        />
      ) : null}
    </>
  );
}
