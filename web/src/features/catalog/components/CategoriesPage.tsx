import { Button, Checkbox } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { type Category, categoriesQuery } from '@/features/catalog/api/catalog';
import type { CategorySearch } from '@/features/catalog/lib/categorySearch';
import { matching } from '@/features/catalog/lib/tree';
import { useMay } from '@/shared/api/me';
import { FilterBar, SearchField } from '@/shared/ui/FilterBar';
import { Icon } from '@/shared/ui/Icon';
import { Loaded } from '@/shared/ui/Loaded';
import { Page } from '@/shared/ui/Page';
import { PageHead } from '@/shared/ui/PageHead';
import { Empty } from '@/shared/ui/States';
import { Why } from '@/shared/ui/Why';

import { CategoryPanel } from './CategoryPanel';
import { CategoryTree } from './CategoryTree';

const FROM = '/app/settings/categories';

type BodyProps = {
  all: readonly Category[];
  search: CategorySearch;
  mayWrite: boolean;
  add: ReactNode;
  onOpen: (id: string) => void;
  onAddBelow: (id: string) => void;
};

function Body({ all, search, add, ...rest }: BodyProps) {
  const { t } = useTranslation('catalog');
  const inUse = search.off ? all : all.filter(({ is_active }) => is_active);
  const shown = search.q ? matching(inUse, search.q) : inUse;
  if (all.length === 0) {
    return (
      <Empty title={t('categories.emptyTitle')} why={t('categories.emptyWhy')}>
        {add}
      </Empty>
    );
  }
  if (shown.length === 0) {
    return <Empty meaning="filtered" title={t('none.title')} why={t('none.why')} />;
  }
  return <CategoryTree categories={shown} canFold={!search.q} {...rest} />;
}

function AddButton({ isQuiet, onClick }: { isQuiet: boolean; onClick: () => void }) {
  const { t } = useTranslation('catalog');
  return (
    <Button
      variant={isQuiet ? 'default' : 'filled'}
      leftSection={<Icon of={IconPlus} />}
      onClick={onClick}
    >
      {t('categories.add')}
    </Button>
  );
}

/** The tree by which tickets are sorted. */
export function CategoriesPage() {
  const { t } = useTranslation('catalog');
  const search = useSearch({ from: FROM });
  const navigate = useNavigate({ from: FROM });
  const mayWrite = useMay('catalog:write');
  const categories = useQuery(categoriesQuery);
  const all = categories.data?.data ?? [];
  const open = all.find(({ id }) => id === search.open);
  const show = (next: typeof search) =>
    void navigate({ search: { ...search, ...next }, replace: true });
  const close = () => show({ open: undefined, add: undefined, below: undefined });
  const add = mayWrite ? (
    <AddButton
      isQuiet={Boolean(open ?? search.add)}
      onClick={() => show({ add: true, open: undefined, below: undefined })}
    />
  ) : null;
  return (
    <>
      <Page scrolls>
        <PageHead
          title={t('categories.title')}
          meta={<Why>{t('categories.why')}</Why>}
          actions={all.length > 0 ? add : null}
        />
        {all.length > 0 ? (
          <FilterBar>
            <SearchField
              label={t('categories.search')}
              value={search.q ?? ''}
              onChange={(q) => show({ q: q || undefined })}
            />
            <Checkbox
              label={t('withArchived')}
              checked={search.off ?? false}
              onChange={(event) => show({ off: event.currentTarget.checked || undefined })}
            />
          </FilterBar>
        ) : null}
        <Loaded query={categories}>
          {({ data }) => (
            <Body
              all={data}
              search={search}
              mayWrite={mayWrite}
              add={add}
              onOpen={(id) => show({ open: id, add: undefined, below: undefined })}
              onAddBelow={(id) => show({ add: true, below: id, open: undefined })}
            />
          )}
        </Loaded>
      </Page>
      {open ? (
        <CategoryPanel key={open.id} category={open} parent={null} all={all} onClose={close} />
      ) : null}
      {search.add && mayWrite ? (
        <CategoryPanel
          key={`new ${search.below ?? ''}`}
          category={null}
          parent={search.below ?? null}
          all={all}
          onClose={close}
        />
      ) : null}
    </>
  );
}
