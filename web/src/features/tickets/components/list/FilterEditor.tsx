import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { categoriesQuery } from '@/features/tickets/api/catalog';
import { clusterChoicesQuery } from '@/features/tickets/api/clusters';
import { doesWork, TagPick } from '@/features/tickets/components/pickers/NamedPick';
import { PriorityPick, StatusPick, TypePick } from '@/features/tickets/components/pickers/WordPick';
import { type Filter, SOURCES } from '@/features/tickets/lib/search';
import { peopleChoicesQuery, teamsQuery } from '@/shared/api/directory';
import { PersonName } from '@/shared/ui/Avatar';
import { PickList } from '@/shared/ui/PickList';

type Props = {
  field: Filter;
  label: string;
  values: readonly string[];
  onValues: (values: string[]) => void;
};

type ListProps = { label: string; selected: readonly string[]; onPick: (value: string) => void };

const WAIT = 200;

function People({ desk, ...props }: ListProps & { desk: boolean }) {
  const { t } = useTranslation(['tickets', 'common']);
  const [query, setQuery] = useState('');
  const [settled] = useDebouncedValue(query, WAIT);
  const found = useQuery(peopleChoicesQuery(settled, { deskOnly: desk }));
  const words = [
    { value: 'me', label: t('filter.me') },
    ...(desk ? [{ value: 'none', label: t('common:person.nobody') }] : []),
  ];
  const people = (found.data?.data ?? []).map(({ id, name }) => ({
    value: id,
    label: name,
    view: <PersonName name={name} />,
  }));
  return (
    <PickList
      {...props}
      options={query ? people : [...words, ...people]}
      onSearch={setQuery}
      loading={found.isFetching}
    />
  );
}

function Teams(props: ListProps) {
  const { t } = useTranslation('tickets');
  const { data, isPending } = useQuery(teamsQuery);
  const options = [
    { value: 'me', label: t('filter.myTeams') },
    { value: 'none', label: t('filter.noTeam') },
    ...(data?.data ?? []).filter(doesWork).map(({ id, name }) => ({ value: id, label: name })),
  ];
  return <PickList {...props} options={options} loading={isPending} />;
}

function Categories(props: ListProps) {
  const { data = [], isPending } = useQuery(categoriesQuery);
  const options = data.map(({ id, path }) => ({ value: id, label: path }));
  return <PickList {...props} options={options} loading={isPending} />;
}

function Sources(props: ListProps) {
  const { t } = useTranslation('tickets');
  const options = SOURCES.map((value) => ({ value, label: t(`source.${value}`) }));
  return <PickList {...props} options={options} />;
}

function Clusters(props: ListProps) {
  const { data = [], isPending } = useQuery(clusterChoicesQuery);
  const options = data.map(({ id, name }) => ({ value: id, label: name }));
  return <PickList {...props} options={options} loading={isPending} />;
}

/** What a filter can be: tick as many as wanted, the list follows at once. */
export function FilterEditor({ field, label, values, onValues }: Props) {
  const props: ListProps = {
    label,
    selected: values,
    onPick: (value) =>
      onValues(
        values.includes(value) ? values.filter((each) => each !== value) : [...values, value],
      ),
  };
  switch (field) {
    case 'status':
      return <StatusPick {...props} />;
    case 'priority':
      return <PriorityPick {...props} />;
    case 'type':
      return <TypePick {...props} />;
    case 'team':
      return <Teams {...props} />;
    case 'category':
      return <Categories {...props} />;
    case 'source':
      return <Sources {...props} />;
    case 'set':
      return <Clusters {...props} />;
    case 'tag':
      return <TagPick {...props} />;
    default:
      return <People {...props} desk={field === 'assignee'} />;
  }
}
