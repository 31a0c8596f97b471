import { Button, Checkbox } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';

import type { ListSearch } from '@/shared/lib/listSearch';

import { FilterBar, SearchField } from './FilterBar';
import { Icon } from './Icon';
import { Loaded } from './Loaded';
import { movedTo } from './OrderHandle';
import { Page } from './Page';
import { PageHead } from './PageHead';
import { type Column, SettingsTable } from './SettingsTable';
import { Empty } from './States';
import { Why } from './Why';

type Thing = { id: string; is_active?: boolean };

type Texts = {
  title: string;
  why?: string;
  add: string;
  search: string;
  /** "Archived too"; without it nothing can be archived. */
  off?: string;
  emptyTitle: string;
  emptyWhy: string;
  noneTitle: string;
  noneWhy: string;
};

type Props<Item> = {
  texts: Texts;
  query: UseQueryResult<{ data: Item[] }>;
  columns: readonly Column<Item>[];
  /** What is searched; also the name, if there is no other. */
  nameOf: (item: Item) => string;
  labelOf?: (item: Item) => string;
  search: ListSearch;
  onSearch: (next: ListSearch) => void;
  /** Without the right nothing can be added, moved or archived. */
  mayWrite: boolean;
  onOrder?: ((ids: string[]) => void) | undefined;
  /** The thing open at the side; `null` is a new one. */
  panel: (item: Item | null) => ReactNode;
};

function useShown<Item extends Thing>(
  items: readonly Item[],
  { q, off }: ListSearch,
  name: (item: Item) => string,
) {
  const wanted = q?.toLocaleLowerCase();
  return items.filter(
    (item) =>
      (off || item.is_active !== false) &&
      (!wanted || name(item).toLocaleLowerCase().includes(wanted)),
  );
}

type FiltersProps = {
  texts: Texts;
  search: ListSearch;
  onChange: (next: ListSearch) => void;
};

function Filters({ texts, search, onChange }: FiltersProps) {
  return (
    <FilterBar>
      <SearchField
        label={texts.search}
        value={search.q ?? ''}
        onChange={(q) => onChange({ q: q || undefined })}
      />
      {texts.off ? (
        <Checkbox
          label={texts.off}
          checked={search.off ?? false}
          onChange={(event) => onChange({ off: event.currentTarget.checked || undefined })}
        />
      ) : null}
    </FilterBar>
  );
}

/** A page of settings that is a list: search, order, and one thing open at the side. */
export function SettingsList<Item extends Thing>(props: Props<Item>) {
  const { texts, query, columns, nameOf, search, onSearch, mayWrite, onOrder, panel } = props;
  const items = query.data?.data ?? [];
  const shown = useShown(items, search, nameOf);
  const open = items.find(({ id }) => id === search.open);
  const change = (next: ListSearch) => onSearch({ ...search, ...next });
  const add = mayWrite ? (
    <Button
      variant={open || search.add ? 'default' : 'filled'}
      leftSection={<Icon of={IconPlus} />}
      onClick={() => change({ add: true, open: undefined })}
    >
      {texts.add}
    </Button>
  ) : null;
  const move = (from: number, to: number) => {
    const target = items.findIndex(({ id }) => id === shown[to]?.id);
    const source = items.findIndex(({ id }) => id === shown[from]?.id);
    onOrder?.(movedTo(items, source, target).map(({ id }) => id));
  };
  return (
    <>
      <Page scrolls>
        <PageHead
          title={texts.title}
          meta={texts.why ? <Why>{texts.why}</Why> : null}
          actions={items.length > 0 ? add : null}
        />
        {items.length > 0 ? <Filters texts={texts} search={search} onChange={change} /> : null}
        <Loaded query={query}>
          {({ data }) => {
            if (data.length === 0) {
              return (
                <Empty title={texts.emptyTitle} why={texts.emptyWhy}>
                  {add}
                </Empty>
              );
            }
            if (shown.length === 0) {
              return <Empty meaning="filtered" title={texts.noneTitle} why={texts.noneWhy} />;
            }
            return (
              <SettingsTable
                label={texts.title}
                columns={columns}
                items={shown}
                itemKey={({ id }) => id}
                isOff={({ is_active }) => is_active === false}
                order={
                  onOrder && mayWrite
                    ? { nameOf: props.labelOf ?? nameOf, onMove: move }
                    : undefined
                }
              />
            );
          }}
        </Loaded>
      </Page>
      {open ? panel(open) : null}
      {search.add && mayWrite ? panel(null) : null}
    </>
  );
}
