import { Input, TextInput } from '@mantine/core';
import { useDebouncedValue, useId } from '@mantine/hooks';
import { useQueries, useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { type Clause, clausesOf, NONE, textOf, toggled } from '@/features/macros/lib/clauses';
import { peopleChoicesQuery, personNameQuery } from '@/shared/api/directory';
import { PersonName } from '@/shared/ui/Avatar';
import { AddFilter, FilterChip } from '@/shared/ui/FilterChip';
import { PickList } from '@/shared/ui/PickList';

import classes from './Macros.module.css';
import { type ConditionField, useConditionFields } from './useConditionFields';

const WAIT = 200;
const ME = 'me';
const IS_ID = /^[0-9a-f-]{36}$/;

type PeopleProps = {
  field: ConditionField;
  selected: readonly string[];
  onPick: (value: string) => void;
};

function People({ field, selected, onPick }: PeopleProps) {
  const { t } = useTranslation('macros');
  const [typed, setTyped] = useState('');
  const [settled] = useDebouncedValue(typed, WAIT);
  const deskOnly = field.name === 'assignee';
  const found = useQuery(peopleChoicesQuery(settled, { deskOnly }));
  const words = [
    { value: ME, label: t('step.me') },
    { value: NONE, label: t('condition.none') },
  ];
  const people = (found.data?.data ?? []).map(({ id, name }) => ({
    value: id,
    label: name,
    view: <PersonName name={name} />,
  }));
  return (
    <PickList
      label={field.label}
      options={typed ? people : [...words, ...people]}
      selected={selected}
      onPick={onPick}
      onSearch={setTyped}
      loading={found.isFetching}
    />
  );
}

/** What the values of a chip are called. */
function useNames(field: ConditionField, values: readonly string[]): string[] {
  const { t } = useTranslation('macros');
  const isPeople = field.options === 'people';
  const people = useQueries({
    queries: (isPeople ? values : [])
      .filter((value) => IS_ID.test(value))
      .map((id) => personNameQuery(id)),
    combine: (answers) => answers.flatMap(({ data }) => (data ? [data] : [])),
  });
  return values.map((value) => {
    if (value === NONE) return t('condition.none');
    if (isPeople) {
      return value === ME ? t('step.me') : (people.find(({ id }) => id === value)?.name ?? value);
    }
    const options = field.options === 'people' ? [] : field.options;
    return options.find((option) => option.value === value)?.label ?? value;
  });
}

type ChipProps = {
  field: ConditionField;
  clause: Clause;
  startsOpen: boolean;
  onChange: (clause: Clause) => void;
  onRemove: () => void;
};

function Chip({ field, clause, startsOpen, onChange, onRemove }: ChipProps) {
  const { t } = useTranslation(['macros', 'common']);
  const { not, values } = clause;
  const names = useNames(field, values);
  const pick = (value: string) =>
    onChange({ ...clause, values: field.isSwitch ? [value] : toggled(values, value) });
  const operators = [
    { value: 'is', label: t('condition.is') },
    { value: 'not', label: t('condition.not') },
  ];
  return (
    <FilterChip
      field={field.label}
      operator={not ? t('condition.not') : t('condition.is')}
      value={names.join(', ') || t('common:filter.any')}
      startsOpen={startsOpen}
      editOperator={(close) => (
        <PickList
          label={field.label}
          options={operators}
          selected={[not ? 'not' : 'is']}
          onPick={(picked) => {
            onChange({ ...clause, not: picked === 'not' });
            close();
          }}
        />
      )}
      editValue={() =>
        field.options === 'people' ? (
          <People field={field} selected={values} onPick={pick} />
        ) : (
          <PickList label={field.label} options={field.options} selected={values} onPick={pick} />
        )
      }
      onRemove={onRemove}
    />
  );
}

type Props = { value: string; error: ReactNode; onChange: (text: string) => void };

/** A condition as chips and as text; each follows the other. What chips cannot say is left to the text. */
export function ConditionEditor({ value, error, onChange }: Props) {
  const { t } = useTranslation('macros');
  const label = useId();
  const fields = useConditionFields();
  const [added, setAdded] = useState<Clause | null>(null);
  const [fresh, setFresh] = useState<string | null>(null);
  const fieldOf = (name: string) => fields.find((field) => field.name === name);
  const read = clausesOf(value, (name) => fieldOf(name) !== undefined);
  const isOnly = (name: string) => fieldOf(name)?.isList === true;

  const shown = read && added && !read.some(({ field }) => field === added.field);
  const clauses = [...(read ?? []), ...(shown ? [added] : [])];
  const write = (next: Clause[]) => {
    // A chip without values says nothing in the text, and stays.
    setAdded(next.find(({ values }) => values.length === 0) ?? null);
    onChange(textOf(next, isOnly));
  };
  const choices = fields.filter(({ name }) => !clauses.some(({ field }) => field === name));
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out like the other fields
    <div role="group" aria-labelledby={label} className={classes.condition}>
      <Input.Label id={label} labelElement="div">
        {t('field.condition')}
      </Input.Label>
      {read === null ? (
        <p className="small muted">{t('condition.onlyText')}</p>
      ) : (
        <div className={classes.chips}>
          {clauses.map((clause) => {
            const field = fieldOf(clause.field);
            return field ? (
              <Chip
                key={clause.field}
                field={field}
                clause={clause}
                startsOpen={fresh === clause.field}
                onChange={(next) =>
                  write(clauses.map((each) => (each.field === next.field ? next : each)))
                }
                onRemove={() => write(clauses.filter((each) => each !== clause))}
              />
            ) : null;
          })}
          <AddFilter
            fields={choices.map(({ name, label }) => ({ value: name, label }))}
            onAdd={(field) => {
              setFresh(field);
              setAdded({ field, not: false, values: [] });
            }}
          />
        </div>
      )}
      <TextInput
        aria-label={t('condition.text')}
        description={t('field.conditionHelp')}
        inputWrapperOrder={['input', 'error', 'description']}
        placeholder="type = incident and priority in (high, urgent)"
        spellCheck={false}
        value={value}
        error={error}
        onChange={(event) => {
          setFresh(null);
          onChange(event.currentTarget.value);
        }}
      />
    </div>
  );
}
