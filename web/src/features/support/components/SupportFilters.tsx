import { ActionIcon, Button, MultiSelect, Select } from '@mantine/core';
import { IconSortAscending, IconSortDescending } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import {
  filtersOf,
  naturalDirection,
  SORTS,
  type SupportSearch,
  sortOf,
} from '@/features/support/lib/search';
import { PRIORITIES, STATUSES } from '@/shared/lib/vocabulary';
import { SearchField } from '@/shared/ui/FilterBar';
import { Icon } from '@/shared/ui/Icon';

import classes from './SupportPage.module.css';

type Props = { search: SupportSearch; onSearch: (search: SupportSearch) => void };

/** Words, status, priority and order. */
export function SupportFilters({ search, onSearch }: Props) {
  const { t } = useTranslation(['support', 'common']);
  const { q, status, priority } = filtersOf(search);
  const { by, direction } = sortOf(search);
  const put = (next: SupportSearch) => {
    const merged = Object.entries({ ...search, ...next }).filter(([, value]) => value);
    onSearch(Object.fromEntries(merged) as SupportSearch);
  };
  const turned = direction === 'asc' ? 'desc' : 'asc';
  const filtered = Boolean(q) || status.length > 0 || priority.length > 0;
  const words = <T extends string>(group: 'status' | 'priority', values: readonly T[]) =>
    values.map((value) => ({ value, label: t(`common:${group}.${value}` as 'common:status.new') }));
  return (
    <search className={classes.filters}>
      <div className={classes.words}>
        <SearchField label={t('search')} value={q} onChange={(text) => put({ q: text.trim() })} />
      </div>
      <MultiSelect
        className={classes.pick}
        aria-label={t('filter.status')}
        placeholder={status.length === 0 ? t('filter.anyStatus') : ''}
        data={words('status', STATUSES)}
        value={status}
        onChange={(values) => put({ status: values.join(',') })}
        clearable
      />
      <MultiSelect
        className={classes.pick}
        aria-label={t('filter.priority')}
        placeholder={priority.length === 0 ? t('filter.anyPriority') : ''}
        data={words('priority', PRIORITIES)}
        value={priority}
        onChange={(values) => put({ priority: values.join(',') })}
        clearable
      />
      <div className={classes.order}>
        <Select
          aria-label={t('sort.label')}
          data={SORTS.map((value) => ({ value, label: t(`sort.${value}`) }))}
          value={by}
          allowDeselect={false}
          onChange={(value) => {
            const { direction: _, sort: __, ...rest } = search;
            const sort = SORTS.find((each) => each === value);
            onSearch({ ...rest, ...(sort && sort !== 'created_at' ? { sort } : {}) });
          }}
        />
        <ActionIcon
          size="md"
          aria-label={t(`sort.${turned}`)}
          title={t(`sort.${turned}`)}
          onClick={() => {
            const { direction: _, ...rest } = search;
            onSearch(naturalDirection(by) === turned ? rest : { ...rest, direction: turned });
          }}
        >
          <Icon of={direction === 'asc' ? IconSortAscending : IconSortDescending} />
        </ActionIcon>
      </div>
      {filtered ? (
        <Button
          variant="subtle"
          onClick={() => {
            const { q: _, status: __, priority: ___, ...rest } = search;
            onSearch(rest);
          }}
        >
          {t('filter.clear')}
        </Button>
      ) : null}
    </search>
  );
}
