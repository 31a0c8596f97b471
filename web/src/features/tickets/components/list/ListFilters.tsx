import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { type CustomField, customFieldsQuery } from '@/features/tickets/api/catalog';
import { DUE_CONDITIONS, DUES, dueOf } from '@/features/tickets/lib/due';
import {
  FILTERS,
  type Filter,
  type TicketSearch,
  UNFINISHED,
  valuesOf,
  withCustom,
  withFilter,
} from '@/features/tickets/lib/search';
import { useKeys } from '@/shared/lib/keys';
import { FilterBar, SearchField } from '@/shared/ui/FilterBar';
import { AddFilter, FilterChip } from '@/shared/ui/FilterChip';
import { PickList } from '@/shared/ui/PickList';

import { FilterEditor } from './FilterEditor';
import { useFilterFields, useValueWords } from './filterFields';
import classes from './TicketList.module.css';

type Props = { search: TicketSearch; onSearch: (search: TicketSearch) => void };

const CUSTOM = 'custom.';
const DUE = 'due';
const SHOWN = 3;

const isUnfinished = (values: readonly string[]) =>
  values.length === UNFINISHED.length && UNFINISHED.every((status) => values.includes(status));

type ChipProps = Props & { field: Filter; startsOpen: boolean };

function Chip({ field, search, onSearch, startsOpen }: ChipProps) {
  const { t } = useTranslation(['tickets', 'common']);
  const values = valuesOf(search, field);
  const words = useValueWords(field, values);
  const label = t(`field.${field}`);
  const shown = words.slice(0, SHOWN).join(', ');
  const more = words.length > SHOWN ? t('filter.more', { shown, count: words.length - SHOWN }) : '';
  const unfinished = field === 'status' && isUnfinished(values);
  return (
    <FilterChip
      field={label}
      operator={t('filter.is')}
      value={unfinished ? t('filter.unfinished') : more || shown || t('common:filter.any')}
      startsOpen={startsOpen}
      editValue={() => (
        <FilterEditor
          field={field}
          label={label}
          values={values}
          onValues={(next) => onSearch(withFilter(search, field, next))}
        />
      )}
      onRemove={() => onSearch(withFilter(search, field, []))}
    />
  );
}

const filterable = ({ kind }: CustomField) =>
  kind === 'select' || kind === 'multi_select' || kind === 'boolean';

function useCustomOptions(): (field: CustomField) => { value: string; label: string }[] {
  const { t } = useTranslation('tickets');
  return ({ kind, options }) =>
    kind === 'boolean'
      ? [
          { value: 'true', label: t('yes') },
          { value: 'false', label: t('no') },
        ]
      : options;
}

function CustomChip(props: Props & { field: CustomField; startsOpen: boolean }) {
  const { field, search, onSearch, startsOpen } = props;
  const { t } = useTranslation(['tickets', 'common']);
  const options = useCustomOptions()(field);
  const values = (search.custom?.[field.key] ?? '').split(',').filter(Boolean);
  const words = options.filter(({ value }) => values.includes(value)).map(({ label }) => label);
  const toggle = (value: string) =>
    values.includes(value) ? values.filter((each) => each !== value) : [...values, value];
  return (
    <FilterChip
      field={field.label}
      operator={t('filter.is')}
      value={words.join(', ') || t('common:filter.any')}
      startsOpen={startsOpen}
      editValue={() => (
        <PickList
          label={field.label}
          options={options}
          selected={values}
          onPick={(value) => onSearch(withCustom(search, field.key, toggle(value)))}
        />
      )}
      onRemove={() => onSearch(withCustom(search, field.key, []))}
    />
  );
}

/** When a ticket is due is a condition of its own; others are shown as they are written. */
function ConditionChip({ search, onSearch, startsOpen }: Props & { startsOpen: boolean }) {
  const { t } = useTranslation(['tickets', 'common']);
  const { where, ...rest } = search;
  const due = dueOf(where);
  const remove = () => onSearch(rest);
  if (where && !due) {
    return <FilterChip field={t('filter.condition')} value={where} onRemove={remove} />;
  }
  const options = DUES.map((value) => ({ value, label: t(`due.${value}`) }));
  return (
    <FilterChip
      field={t('field.due')}
      operator={t('filter.is')}
      value={due ? t(`due.${due}`) : t('common:filter.any')}
      startsOpen={startsOpen}
      editValue={(close) => (
        <PickList
          label={t('field.due')}
          options={options}
          selected={due ? [due] : []}
          onPick={(picked) => {
            const chosen = DUES.find((each) => each === picked);
            if (chosen) onSearch({ ...rest, where: DUE_CONDITIONS[chosen] });
            close();
          }}
        />
      )}
      onRemove={remove}
    />
  );
}

/** The filters that act, each editable in its chip, and the words searched for. */
export function ListFilters({ search, onSearch }: Props) {
  const { t } = useTranslation(['tickets', 'common']);
  const [added, setAdded] = useState<string | null>(null);
  const words = useRef<HTMLSpanElement>(null);
  useKeys([
    {
      keys: '/',
      label: t('common:keys.search'),
      run: () => words.current?.querySelector('input')?.focus(),
    },
  ]);
  const usable = useFilterFields();
  const { data: custom = [] } = useQuery(customFieldsQuery);
  const own = custom.filter(filterable);

  const isOn = (field: Filter) => valuesOf(search, field).length > 0 || added === field;
  const shown = FILTERS.filter((field) => usable.includes(field) && isOn(field));
  const shownCustom = own.filter(
    ({ key }) => search.custom?.[key] !== undefined || added === CUSTOM + key,
  );
  const choices = [
    ...usable
      .filter((field) => !shown.includes(field))
      .map((field) => ({ value: field as string, label: t(`field.${field}`) })),
    ...own
      .filter((field) => !shownCustom.includes(field))
      .map(({ key, label }) => ({ value: CUSTOM + key, label })),
    ...(search.where || added === DUE ? [] : [{ value: DUE, label: t('field.due') }]),
  ];
  const change = (next: TicketSearch) => {
    setAdded(null);
    onSearch(next);
  };
  return (
    <FilterBar>
      {shown.map((field) => (
        <Chip
          key={field}
          field={field}
          search={search}
          onSearch={change}
          startsOpen={added === field}
        />
      ))}
      {shownCustom.map((field) => (
        <CustomChip
          key={field.id}
          field={field}
          search={search}
          onSearch={change}
          startsOpen={added === CUSTOM + field.key}
        />
      ))}
      {search.where || added === DUE ? (
        <ConditionChip search={search} onSearch={change} startsOpen={added === DUE} />
      ) : null}
      {choices.length > 0 ? <AddFilter fields={choices} onAdd={setAdded} /> : null}
      <span ref={words} className={classes.search}>
        <SearchField
          label={t('list.search')}
          value={search.q ?? ''}
          onChange={(text) => {
            const { q: _, ...rest } = search;
            onSearch(text.trim() ? { ...rest, q: text.trim() } : rest);
          }}
        />
      </span>
    </FilterBar>
  );
}
