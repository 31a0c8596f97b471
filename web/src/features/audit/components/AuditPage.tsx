import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { entriesKey, entriesQuery, useNewEntries } from '@/features/audit/api/audit';
import type { AuditFilter, AuditSearch } from '@/features/audit/lib/search';
import { useMay } from '@/shared/api/me';
import { Loaded } from '@/shared/ui/Loaded';
import { Page } from '@/shared/ui/Page';
import { PageHead } from '@/shared/ui/PageHead';
import { Empty, NoPermission } from '@/shared/ui/States';

import { AuditFilters } from './AuditFilters';
import { AuditMenu } from './AuditMenu';
import classes from './AuditPage.module.css';
import { EntryList } from './EntryList';
import { EntryPanel } from './EntryPanel';

const FROM = '/app/audit';

function NewPill({ count, onTake }: { count: number; onTake: () => void }) {
  const { t } = useTranslation('audit');
  return (
    <span role="status">
      {count > 0 ? (
        <button type="button" className={classes.pill} onClick={onTake}>
          {t('new', { count })}
        </button>
      ) : null}
    </span>
  );
}

function Log() {
  const { t } = useTranslation('audit');
  const { entry: openId, ...filter } = useSearch({ from: FROM });
  const navigate = useNavigate({ from: FROM });
  const queries = useQueryClient();
  const entries = useInfiniteQuery(entriesQuery(filter));
  const pages = entries.data?.pages ?? [];
  const items = pages.flatMap(({ data }) => data);
  const names = Object.assign({}, ...pages.map((page) => page.names)) as Record<string, string>;
  const waiting = useNewEntries(filter, items[0]);
  const open = items.find(({ id }) => id === openId);
  const show = (search: AuditSearch) => void navigate({ search, replace: true });
  const change = (next: AuditFilter) => show({ ...filter, ...next, entry: undefined });
  const takeIn = () => void queries.resetQueries({ queryKey: entriesKey(filter) });
  return (
    <>
      <Page>
        <PageHead
          title={t('title')}
          meta={<NewPill count={waiting} onTake={takeIn} />}
          actions={<AuditMenu filter={filter} />}
        />
        <AuditFilters filter={filter} names={names} onChange={change} />
        <Loaded query={entries}>
          {() =>
            items.length === 0 ? (
              <Empty meaning="filtered" title={t('empty.title')} why={t('empty.why')} />
            ) : (
              <EntryList
                items={items}
                names={names}
                openId={openId}
                searchOf={(id) => ({ ...filter, entry: id })}
                hasMore={entries.hasNextPage && !entries.isFetchingNextPage}
                onMore={() => void entries.fetchNextPage()}
              />
            )
          }
        </Loaded>
      </Page>
      {open ? (
        <EntryPanel
          key={open.id}
          entry={open}
          names={names}
          onFilter={change}
          onClose={() => show(filter)}
        />
      ) : null}
    </>
  );
}

/** Who did what, when; for those with the right. */
export function AuditPage() {
  const { t } = useTranslation('audit');
  return useMay('audit:read') ? (
    <Log />
  ) : (
    <Page>
      <PageHead title={t('title')} />
      <NoPermission what={t('title')} right="audit:read" />
    </Page>
  );
}
