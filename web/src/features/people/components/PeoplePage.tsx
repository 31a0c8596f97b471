import { Button, Checkbox, Select } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { peopleQuery } from '@/features/people/api/people';
import type { PeopleSearch } from '@/features/people/lib/search';
import { useMay } from '@/shared/api/me';
import { ROLES, type RoleName } from '@/shared/lib/vocabulary';
import { FilterBar, SearchField, ShowMore } from '@/shared/ui/FilterBar';
import { Icon } from '@/shared/ui/Icon';
import { Loaded } from '@/shared/ui/Loaded';
import { Page } from '@/shared/ui/Page';
import { PageHead } from '@/shared/ui/PageHead';
import { Empty } from '@/shared/ui/States';

import { NewPersonPanel } from './NewPersonPanel';
import { PeopleTable } from './PeopleTable';
import { PersonPanel } from './PersonPanel';

const FROM = '/app/settings/people';

/** Everybody of the organisation; one of them open at the side. */
export function PeoplePage() {
  const { t } = useTranslation(['people', 'common']);
  const search = useSearch({ from: FROM });
  const navigate = useNavigate({ from: FROM });
  const mayWrite = useMay('people:write');
  const people = useInfiniteQuery(peopleQuery(search));
  const total = people.data?.pages[0]?.page.total;

  const change = (next: Partial<PeopleSearch>) =>
    void navigate({ search: (old) => ({ ...old, ...next }), replace: true });
  const close = () => change({ person: undefined, add: undefined });

  return (
    <>
      <Page scrolls>
        <PageHead
          title={t('title')}
          meta={typeof total === 'number' ? t('count', { count: total }) : null}
          actions={
            mayWrite ? (
              <Button
                variant={search.person || search.add ? 'default' : 'filled'}
                leftSection={<Icon of={IconPlus} />}
                onClick={() => change({ add: true, person: undefined })}
              >
                {t('add')}
              </Button>
            ) : null
          }
        />
        <FilterBar>
          <SearchField
            label={t('search')}
            value={search.q ?? ''}
            onChange={(q) => change({ q: q || undefined })}
          />
          <Select
            w={170}
            aria-label={t('column.role')}
            placeholder={t('everyRole')}
            clearable
            data={ROLES.map((value) => ({ value, label: t(`common:role.${value}`) }))}
            value={search.role ?? null}
            onChange={(role) => change({ role: (role as RoleName | null) ?? undefined })}
          />
          <Checkbox
            label={t('withOff')}
            checked={search.off ?? false}
            onChange={(event) => change({ off: event.currentTarget.checked || undefined })}
          />
        </FilterBar>
        <Loaded query={people}>
          {({ pages }) => {
            const items = pages.flatMap(({ data }) => data);
            return items.length === 0 ? (
              <Empty meaning="filtered" title={t('empty.title')} why={t('empty.why')}>
                <Button onClick={() => change({ q: undefined, role: undefined })}>
                  {t('empty.clear')}
                </Button>
              </Empty>
            ) : (
              <>
                <PeopleTable
                  people={items}
                  onOpen={(person) => change({ person, add: undefined })}
                />
                <ShowMore
                  shown={items.length}
                  total={total}
                  hasMore={people.hasNextPage}
                  loading={people.isFetchingNextPage}
                  onMore={() => void people.fetchNextPage()}
                />
              </>
            );
          }}
        </Loaded>
      </Page>
      {search.person ? (
        <PersonPanel key={search.person} id={search.person} onClose={close} />
      ) : null}
      {search.add && mayWrite ? (
        <NewPersonPanel onClose={close} onAdded={(person) => change({ person, add: undefined })} />
      ) : null}
    </>
  );
}
