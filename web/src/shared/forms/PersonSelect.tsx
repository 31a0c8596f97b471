import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { peopleChoicesQuery, personNameQuery } from '@/shared/api/directory';

type Choice = { value: string; label: string };

type Props = {
  label: string;
  value: string | null;
  onChange: (id: string | null) => void;
  /** Only those who work on tickets. */
  deskOnly?: boolean;
  /** Choices that are no people, before them. */
  first?: readonly Choice[];
};

const WAIT = 200;

/** A person, found while typing. */
export function PersonSelect({ label, value, onChange, deskOnly = false, first = [] }: Props) {
  const [typed, setTyped] = useState('');
  const [settled] = useDebouncedValue(typed, WAIT);
  const isFirst = first.some((choice) => choice.value === value);
  const { data: known } = useQuery({
    ...personNameQuery(value ?? ''),
    enabled: value !== null && !isFirst,
  });
  const chosen = [known?.name, ...first.map((choice) => choice.label)];
  const { data } = useQuery(
    peopleChoicesQuery(chosen.includes(settled) ? '' : settled, { deskOnly }),
  );
  const people = (data?.data ?? []).map(({ id, name }) => ({ value: id, label: name }));
  const missing = known && value && !people.some((person) => person.value === value);
  return (
    <Select
      label={label}
      data={[...first, ...(missing ? [{ value, label: known.name }] : []), ...people]}
      value={value}
      searchable
      clearable
      onSearchChange={setTyped}
      filter={({ options }) => options}
      onChange={onChange}
    />
  );
}
