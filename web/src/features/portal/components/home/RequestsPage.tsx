import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { requestsQuery } from '@/features/portal/api/requests';
import type { Group } from '@/features/portal/api/types';
import classes from '@/features/portal/components/Portal.module.css';
import { PortalPage } from '@/features/portal/components/PortalPage';
import { FilterBar, SearchField, ShowMore } from '@/shared/ui/FilterBar';
import { Loaded } from '@/shared/ui/Loaded';
import { Segmented } from '@/shared/ui/Segmented';
import { SkeletonRows } from '@/shared/ui/Skeleton';
import { Empty } from '@/shared/ui/States';

import { RequestList } from './RequestList';
import { WaitingList } from './WaitingList';

const PART = 20;

export type RequestsSearch = { group?: 'done' | undefined; q?: string | undefined };

type Props = { search: RequestsSearch; onSearch: (search: RequestsSearch) => void };

/** All own requests: open ones, ended ones, and a search through both. */
export function RequestsPage({ search, onSearch }: Props) {
  const { t } = useTranslation('portal');
  const q = search.q ?? '';
  // Words are looked for everywhere.
  const shown: Group = q ? 'all' : (search.group ?? 'open');
  const requests = useInfiniteQuery(requestsQuery(shown, q, PART));
  const counts = requests.data?.pages[0]?.counts;
  return (
    <PortalPage title={t('requests.title')}>
      <div className={classes.bar}>
        <FilterBar>
          <SearchField
            label={t('requests.search')}
            value={q}
            onChange={(next) => onSearch({ ...search, q: next || undefined })}
          />
          {q ? null : (
            <Segmented
              label={t('requests.which')}
              value={search.group ?? 'open'}
              onChange={(group) => onSearch({ group: group === 'done' ? group : undefined })}
              segments={[
                { value: 'open', label: t('requests.open'), count: counts?.open },
                { value: 'done', label: t('requests.done'), count: counts?.done },
              ]}
            />
          )}
        </FilterBar>
      </div>
      <WaitingList />
      <Loaded query={requests} skeleton={<SkeletonRows count={6} />}>
        {({ pages }) => {
          const rows = pages.flatMap(({ data }) => data);
          if (rows.length === 0) {
            return (
              <Empty
                meaning={q ? 'filtered' : 'done'}
                title={t(q ? 'requests.notFound' : 'requests.nothing')}
                why={t(q ? 'requests.notFoundWhy' : 'home.nothingWhy')}
              />
            );
          }
          return (
            <>
              <RequestList rows={rows} label={t('requests.title')} />
              <ShowMore
                shown={rows.length}
                total={undefined}
                hasMore={requests.hasNextPage}
                loading={requests.isFetchingNextPage}
                onMore={() => void requests.fetchNextPage()}
              />
            </>
          );
        }}
      </Loaded>
    </PortalPage>
  );
}
