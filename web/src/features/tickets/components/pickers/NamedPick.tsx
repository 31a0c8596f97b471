import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { categoriesQuery, itemChoicesQuery, tagsQuery } from '@/features/tickets/api/catalog';
import { peopleChoicesQuery, teamsQuery } from '@/shared/api/directory';
import { useMe } from '@/shared/api/me';
import { Nobody, PersonName } from '@/shared/ui/Avatar';
import { PickList, type PickOption } from '@/shared/ui/PickList';

import classes from './NamedPick.module.css';
import type { PickProps } from './WordPick';

const WAIT = 200;

/** The thing that was picked, with the name to show it by; null takes it away. */
export type Picked = { id: string; name: string } | null;

type NamedProps = Omit<PickProps, 'onPick'> & {
  onPick: (picked: Picked) => void;
  /** Offers to take the value away, in these words. */
  nobody?: string | undefined;
};

const NOBODY = 'none';

function useTyped() {
  const [query, setQuery] = useState('');
  const [settled] = useDebouncedValue(query, WAIT);
  return { query, settled, setQuery };
}

function NobodyName({ words }: { words: string }) {
  return (
    <span className={classes.nobody}>
      <Nobody />
      {words}
    </span>
  );
}

type PersonProps = NamedProps & {
  /** Only those who work on tickets. */
  deskOnly?: boolean;
};

/** People, found while typing; oneself comes first. */
export function PersonPick({ deskOnly = false, nobody, onPick, ...props }: PersonProps) {
  const { t } = useTranslation('tickets');
  const { person: me } = useMe();
  const { query, settled, setQuery } = useTyped();
  const found = useQuery(peopleChoicesQuery(settled, { deskOnly }));
  const people = (found.data?.data ?? []).filter(({ id }) => id !== me.id);
  const shown = [
    ...(query && !me.name.toLowerCase().includes(query.toLowerCase()) ? [] : [me]),
    ...people,
  ];
  const options: PickOption[] = [
    ...(nobody && !query
      ? [{ value: NOBODY, label: nobody, view: <NobodyName words={nobody} /> }]
      : []),
    ...shown.map(({ id, name }) => ({
      value: id,
      label: name,
      view: <PersonName name={name} />,
      hint: id === me.id ? t('person.me') : undefined,
    })),
  ];
  return (
    <PickList
      {...props}
      options={options}
      onSearch={setQuery}
      loading={found.isFetching}
      onPick={(id) => onPick(shown.find((person) => person.id === id) ?? null)}
    />
  );
}

/** Departments ask, the other teams work. */
export const doesWork = ({ kind, is_active }: { kind: string; is_active: boolean }) =>
  is_active && kind !== 'department';

export function TeamPick({ nobody, onPick, ...props }: NamedProps) {
  const { data, isPending } = useQuery(teamsQuery);
  const teams = (data?.data ?? []).filter(doesWork);
  const options: PickOption[] = [
    ...(nobody ? [{ value: NOBODY, label: nobody }] : []),
    ...teams.map(({ id, name }) => ({ value: id, label: name })),
  ];
  return (
    <PickList
      {...props}
      options={options}
      loading={isPending}
      onPick={(id) => onPick(teams.find((team) => team.id === id) ?? null)}
    />
  );
}

export function CategoryPick({
  nobody,
  onPick,
  ...props
}: Omit<NamedProps, 'onPick'> & { onPick: (picked: (Picked & { path: string }) | null) => void }) {
  const { data: categories = [], isPending } = useQuery(categoriesQuery);
  const options: PickOption[] = [
    ...(nobody ? [{ value: NOBODY, label: nobody }] : []),
    ...categories.map(({ id, path }) => ({ value: id, label: path })),
  ];
  return (
    <PickList
      {...props}
      options={options}
      loading={isPending}
      onPick={(id) => onPick(categories.find((category) => category.id === id) ?? null)}
    />
  );
}

/** Tags people are offered, and any other word that is typed. */
export function TagPick({ onPick, ...props }: PickProps) {
  const { data: tags = [] } = useQuery(tagsQuery);
  const [query, setQuery] = useState('');
  const word = query.trim().toLowerCase();
  const names = [...new Set([...props.selected, ...tags.map(({ name }) => name)])];
  const fitting = names.filter((name) => name.includes(word));
  const shown = word && !names.includes(word) ? [...fitting, word] : fitting;
  return (
    <PickList
      {...props}
      options={shown.map((name) => ({ value: name, label: name }))}
      onSearch={setQuery}
      onPick={onPick}
    />
  );
}

/** Configuration items, found while typing. */
export function ItemPick({ onPick, ...props }: NamedProps) {
  const { settled, setQuery } = useTyped();
  const found = useQuery({ ...itemChoicesQuery(settled), placeholderData: keepPreviousData });
  const items = found.data ?? [];
  return (
    <PickList
      {...props}
      options={items.map(({ id, name, key }) => ({
        value: id,
        label: name,
        hint: key === name ? undefined : key,
      }))}
      onSearch={setQuery}
      loading={found.isFetching}
      onPick={(id) => onPick(items.find((item) => item.id === id) ?? null)}
    />
  );
}
