import { ActionIcon, NumberInput, Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconArrowDown, IconArrowUp, IconX } from '@tabler/icons-react';
import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { type BoardCards, choiceFieldsQuery } from '@/features/board/api/boards';
import type { BoardDraft } from '@/features/board/api/useBoardWrites';
import { NONE } from '@/features/board/lib/cards';
import { peopleChoicesQuery, teamsQuery } from '@/shared/api/directory';
import { PRIORITIES, STATUSES } from '@/shared/lib/vocabulary';
import { Icon } from '@/shared/ui/Icon';

import classes from './BoardSettings.module.css';
import { useValueWords } from './useValueWords';

type Setting = NonNullable<BoardDraft['columns']>[number];
type Option = { value: string; label: string };

/** The values a column can have, and what to do when somebody types for more. */
function useValues(field: string, q: string): Option[] {
  const words = useValueWords();
  const teams = useQuery({ ...teamsQuery, enabled: field === 'team' });
  const people = useQuery({
    ...peopleChoicesQuery(q, { deskOnly: true }),
    enabled: field === 'assignee',
  });
  const choices = useQuery({ ...choiceFieldsQuery, enabled: field.startsWith('custom.') });
  const none = { value: NONE, label: words(field, NONE, null) };
  const named = (rows: readonly { id: string; name: string }[] = []) => [
    none,
    ...rows.map(({ id, name }) => ({ value: id, label: name })),
  ];
  if (field === 'team') return named(teams.data?.data);
  if (field === 'assignee') return named(people.data?.data);
  if (!field.startsWith('custom.')) {
    const all: readonly string[] = field === 'status' ? STATUSES : PRIORITIES;
    return all.map((value) => ({ value, label: words(field, value, null) }));
  }
  const found = choices.data?.find(({ key }) => `custom.${key}` === field);
  return [...(found?.options ?? []), none];
}

type Props = {
  field: string;
  columns: readonly Setting[];
  errors: Record<string, ReactNode>;
  onChange: (columns: Setting[]) => void;
};

const swapped = (columns: readonly Setting[], at: number, by: 1 | -1): Setting[] => {
  const next = [...columns];
  const [moved] = next.splice(at, 1);
  if (moved) next.splice(at + by, 0, moved);
  return next;
};

/** Names of people and teams that boards on the screen have shown. */
function namesSeen(queries: QueryClient): Record<string, string> {
  const boards = queries.getQueriesData<BoardCards>({ queryKey: ['board', 'cards'] });
  return Object.fromEntries(
    boards.flatMap(([, board]) =>
      (board?.columns ?? []).flatMap(({ value, label }) => (label ? [[value, label]] : [])),
    ),
  );
}

/** Columns in their order, each with its limit. */
export function ColumnList({ field, columns, errors, onChange }: Props) {
  const { t } = useTranslation(['board', 'common']);
  const queries = useQueryClient();
  const [text, setText] = useState('');
  const [q] = useDebouncedValue(text, 250);
  const [seen, setSeen] = useState(() => namesSeen(queries));
  const values = useValues(field, field === 'assignee' ? q : '');
  const labelOf = (value: string) =>
    values.find((each) => each.value === value)?.label ?? seen[value] ?? value;
  const rest = values.filter(({ value }) => !columns.some((column) => column.value === value));
  const add = (value: string | null) => {
    if (!value) return;
    setSeen({ ...seen, [value]: labelOf(value) });
    setText('');
    onChange([...columns, { value, limit: null }]);
  };
  return (
    <fieldset className={classes.columns}>
      <legend className={classes.legend}>{t('settings.columns')}</legend>
      <p className={classes.help}>
        {t(columns.length === 0 ? 'settings.allValues' : 'settings.columnsHelp')}
      </p>
      <ol className={classes.list}>
        {columns.map(({ value, limit }, at) => {
          const name = labelOf(value);
          return (
            <li key={value} className={classes.column}>
              <span className="truncate">{name}</span>
              <NumberInput
                aria-label={t('settings.limitOf', { name })}
                placeholder={t('settings.noLimit')}
                min={1}
                max={999}
                allowDecimal={false}
                value={limit ?? ''}
                error={errors[`columns.${at}.limit`] ?? errors[`columns.${at}.value`]}
                onChange={(next) =>
                  onChange(
                    columns.map((column, index) =>
                      index === at
                        ? { ...column, limit: typeof next === 'number' ? next : null }
                        : column,
                    ),
                  )
                }
              />
              <span className={classes.buttons}>
                <ActionIcon
                  aria-label={t('settings.up', { name })}
                  disabled={at === 0}
                  onClick={() => onChange(swapped(columns, at, -1))}
                >
                  <Icon of={IconArrowUp} size="s" />
                </ActionIcon>
                <ActionIcon
                  aria-label={t('settings.down', { name })}
                  disabled={at === columns.length - 1}
                  onClick={() => onChange(swapped(columns, at, 1))}
                >
                  <Icon of={IconArrowDown} size="s" />
                </ActionIcon>
                <ActionIcon
                  aria-label={t('settings.remove', { name })}
                  onClick={() => onChange(columns.filter((_, index) => index !== at))}
                >
                  <Icon of={IconX} size="s" />
                </ActionIcon>
              </span>
            </li>
          );
        })}
      </ol>
      <Select
        aria-label={t('settings.addColumn')}
        placeholder={t('settings.addColumn')}
        data={rest}
        value={null}
        searchable
        searchValue={text}
        onSearchChange={setText}
        nothingFoundMessage={t('common:form.nothingFound')}
        onChange={add}
      />
    </fieldset>
  );
}
