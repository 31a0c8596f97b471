import { Select, type SelectProps } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { categoriesQuery } from '@/features/tickets/api/catalog';
import { personNameQuery } from '@/features/tickets/api/newTicket';
import { peopleChoicesQuery, teamsQuery } from '@/shared/api/directory';
import { useMe } from '@/shared/api/me';
import { cx } from '@/shared/lib/cx';

import classes from './NewTicket.module.css';

/** What a form gives to its input; value and handler come from there. */
export type FieldProps = Omit<SelectProps, 'data' | 'value' | 'onChange'> & {
  value?: string | null;
  onChange?: (value: string | null) => void;
};

const WAIT = 200;

type PersonProps = FieldProps & {
  /** Only those who work on tickets. */
  deskOnly?: boolean;
};

/** People found while typing, oneself first; the chosen one keeps its name. */
export function PersonSelect({ deskOnly = false, value = null, ...props }: PersonProps) {
  const { t } = useTranslation(['tickets', 'common']);
  const { person: me } = useMe();
  const [typed, setTyped] = useState('');
  const [settled] = useDebouncedValue(typed, WAIT);
  const chosen = useQuery({ ...personNameQuery(value ?? ''), enabled: value !== null });
  // The field shows the chosen name as its text, which is no search.
  const wanted = settled === chosen.data?.name || settled === me.name ? '' : settled;
  const found = useQuery(peopleChoicesQuery(wanted, { deskOnly }));
  const people = new Map<string, string>();
  if (!wanted) people.set(me.id, `${me.name} (${t('person.me')})`);
  for (const { id, name } of found.data?.data ?? []) if (!people.has(id)) people.set(id, name);
  if (value && chosen.data && !people.has(value)) people.set(value, chosen.data.name);
  return (
    <Select
      {...props}
      value={value}
      data={[...people].map(([id, label]) => ({ value: id, label }))}
      searchable
      clearable
      filter={({ options }) => options}
      onSearchChange={setTyped}
      nothingFoundMessage={t(
        found.isFetching ? 'common:state.loading' : 'common:form.nothingFound',
      )}
    />
  );
}

export function TeamSelect({ value = null, ...props }: FieldProps) {
  const { t } = useTranslation();
  const { data } = useQuery(teamsQuery);
  const teams = (data?.data ?? []).filter(({ is_active }) => is_active);
  return (
    <Select
      {...props}
      value={value}
      data={teams.map(({ id, name }) => ({ value: id, label: name }))}
      searchable
      clearable
      nothingFoundMessage={t('form.nothingFound')}
    />
  );
}

const DEPTHS = ['', 'second', 'third'] as const;

/** The category tree: indented below its parents, found by any part of its path. */
export function CategorySelect({ value = null, ...props }: FieldProps) {
  const { t } = useTranslation();
  const { data: categories = [] } = useQuery(categoriesQuery);
  const byId = new Map(categories.map((category) => [category.id, category]));
  return (
    <Select
      {...props}
      value={value}
      data={categories.map(({ id, path }) => ({ value: id, label: path }))}
      renderOption={({ option }) => {
        const category = byId.get(option.value);
        const depth = DEPTHS[Math.min((category?.lineage.length ?? 1) - 1, DEPTHS.length - 1)];
        return (
          <span className={cx('truncate', depth && classes[depth])} title={option.label}>
            {category?.name ?? option.label}
          </span>
        );
      }}
      searchable
      clearable
      nothingFoundMessage={t('form.nothingFound')}
    />
  );
}
