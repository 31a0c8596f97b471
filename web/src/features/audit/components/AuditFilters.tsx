import { TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { vocabularyQuery } from '@/features/audit/api/audit';
import type { AuditFilter } from '@/features/audit/lib/search';
import { useWords } from '@/features/audit/lib/words';
import { peopleChoicesQuery } from '@/shared/api/directory';
import { calendarDay } from '@/shared/lib/format';
import { PersonName } from '@/shared/ui/Avatar';
import { FilterBar } from '@/shared/ui/FilterBar';
import { AddFilter, FilterChip } from '@/shared/ui/FilterChip';
import { PickList } from '@/shared/ui/PickList';

type Many = 'action' | 'type' | 'origin';
type Day = 'since' | 'until';
type Field = Many | Day | 'actor' | 'entity' | 'correlation';

const OFFERED = ['actor', 'action', 'type', 'origin', 'since', 'until'] as const;
const SHOWN: readonly Field[] = [...OFFERED, 'entity', 'correlation'];

type Props = {
  filter: AuditFilter;
  names: Record<string, string>;
  onChange: (next: AuditFilter) => void;
};

function ActorPick({ label, onPick }: { label: string; onPick: (id: string) => void }) {
  const [typed, setTyped] = useState('');
  const [query] = useDebouncedValue(typed, 200);
  const people = useQuery(peopleChoicesQuery(query));
  return (
    <PickList
      label={label}
      options={(people.data?.data ?? []).map(({ id, name }) => ({
        value: id,
        label: name,
        view: <PersonName name={name} />,
      }))}
      selected={[]}
      loading={people.isFetching}
      onSearch={setTyped}
      onPick={onPick}
    />
  );
}

function useChoices(field: Many) {
  const { data } = useQuery(vocabularyQuery);
  const words = useWords();
  const raw = {
    action: data?.actions.map(({ name }) => name),
    type: data?.entity_types,
    origin: data?.origins,
  }[field];
  return (raw ?? []).map((value) => ({ value, label: words[field](value) }));
}

type ManyProps = Pick<Props, 'filter' | 'onChange'> & { field: Many; label: string };

function ManyPick({ field, label, filter, onChange }: ManyProps) {
  const options = useChoices(field);
  const selected = filter[field] ?? [];
  const toggle = (value: string) => {
    const next = selected.includes(value)
      ? selected.filter((each) => each !== value)
      : [...selected, value];
    onChange({ [field]: next.length > 0 ? next : undefined });
  };
  return <PickList label={label} options={options} selected={selected} onPick={toggle} />;
}

function useValues({ filter, names }: Pick<Props, 'filter' | 'names'>): Record<Field, string> {
  const { t } = useTranslation(['audit', 'common']);
  const words = useWords();
  const people = useQuery(peopleChoicesQuery(''));
  const any = t('common:filter.any');
  const nameOf = (id: string) =>
    names[id] ?? people.data?.data.find((person) => person.id === id)?.name ?? id.slice(0, 8);
  const many = (field: Many) => {
    const [first, ...rest] = filter[field] ?? [];
    if (first === undefined) return any;
    return rest.length > 0 ? `${words[field](first)} +${rest.length}` : words[field](first);
  };
  const one = (value: string | undefined, show: (value: string) => string) =>
    value === undefined ? any : show(value);
  return {
    actor: one(filter.actor, nameOf),
    entity: one(filter.entity, nameOf),
    correlation: one(filter.correlation, (id) => id.slice(0, 12)),
    since: one(filter.since, calendarDay),
    until: one(filter.until, calendarDay),
    action: many('action'),
    type: many('type'),
    origin: many('origin'),
  };
}

/** What of the log is shown: a chip for each filter. */
export function AuditFilters({ filter, names, onChange }: Props) {
  const { t } = useTranslation('audit');
  const [fresh, setFresh] = useState<Field | null>(null);
  const values = useValues({ filter, names });
  const chips = SHOWN.filter((field) => filter[field] !== undefined || field === fresh);

  const editor = (field: Field) => (close: () => void) => {
    const label = t(`filter.${field}`);
    if (field === 'actor') {
      const pick = (actor: string) => {
        close();
        onChange({ actor });
      };
      return <ActorPick label={label} onPick={pick} />;
    }
    if (field === 'since' || field === 'until') {
      return (
        <TextInput
          type="date"
          label={label}
          value={filter[field] ?? ''}
          onChange={(event) => onChange({ [field]: event.currentTarget.value || undefined })}
        />
      );
    }
    if (field === 'entity' || field === 'correlation') return null;
    return <ManyPick field={field} label={label} filter={filter} onChange={onChange} />;
  };
  return (
    <FilterBar>
      {chips.map((field) => (
        <FilterChip
          key={field}
          field={t(`filter.${field}`)}
          value={values[field]}
          editValue={field === 'entity' || field === 'correlation' ? undefined : editor(field)}
          startsOpen={field === fresh}
          onRemove={() => {
            setFresh(null);
            onChange({ [field]: undefined });
          }}
        />
      ))}
      <AddFilter
        fields={OFFERED.filter((field) => !chips.includes(field)).map((value) => ({
          value,
          label: t(`filter.${value}`),
        }))}
        onAdd={(field) => setFresh(field as Field)}
      />
    </FilterBar>
  );
}
