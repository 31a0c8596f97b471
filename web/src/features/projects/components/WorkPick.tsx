import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { projectChoicesQuery, taskChoicesQuery } from '@/features/projects/api/projects';
import { PickList } from '@/shared/ui/PickList';

type Props = { label: string; onPick: (id: string) => void };

const WAIT = 200;

function useTyped() {
  const [query, setQuery] = useState('');
  const [settled] = useDebouncedValue(query.trim(), WAIT);
  return { settled, setQuery };
}

/** A project, found by its name or key. */
export function ProjectPick({ label, onPick }: Props) {
  const { settled, setQuery } = useTyped();
  const { data = [], isFetching } = useQuery(projectChoicesQuery(settled));
  return (
    <PickList
      label={label}
      options={data.map(({ id, key, name }) => ({ value: id, label: name, hint: key }))}
      selected={[]}
      onSearch={setQuery}
      loading={isFetching}
      onPick={onPick}
    />
  );
}

/** A task, found by its title. */
export function TaskPick({ label, onPick }: Props) {
  const { settled, setQuery } = useTyped();
  const { data = [], isFetching } = useQuery(taskChoicesQuery(settled));
  return (
    <PickList
      label={label}
      options={data.map(({ id, title, project }) => ({
        value: id,
        label: title,
        hint: project?.key,
      }))}
      selected={[]}
      onSearch={setQuery}
      loading={isFetching}
      onPick={onPick}
    />
  );
}
