import { TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type KeyboardEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { categoriesQuery } from '@/features/tickets/api/catalog';
import {
  formatQuery,
  type NamedField,
  type Names,
  parseQuery,
  type QueryFault,
  searchOfQuery,
} from '@/features/tickets/lib/query';
import { valuesOf } from '@/features/tickets/lib/search';
import { peopleChoicesQuery, teamsQuery } from '@/shared/api/directory';

import { usePersonNames } from './filterFields';
import type { ListProps } from './listProps';
import classes from './TicketList.module.css';

type Pair = { id: string; name: string };

const PEOPLE = /(?:assignee|requester):((?:"(?:\\.|[^"\\])*"|[^\s"])+)/g;

const low = (text: string) => text.trim().toLowerCase();

/** Names of what this list may be filtered by, as far as they are known here. */
function useNames({ search }: Pick<ListProps, 'search'>) {
  const { data: teams } = useQuery(teamsQuery);
  const { data: categories = [] } = useQuery(categoriesQuery);
  const people = usePersonNames([
    ...valuesOf(search, 'assignee'),
    ...valuesOf(search, 'requester'),
  ]);
  const known: Record<NamedField, Pair[]> = {
    team: teams?.data ?? [],
    category: categories.map(({ id, path }) => ({ id, name: path })),
    assignee: [...people].map(([id, name]) => ({ id, name })),
    requester: [...people].map(([id, name]) => ({ id, name })),
  };
  return (found: readonly Pair[] = []): Names => ({
    nameOf: (field, id) => known[field].find((each) => each.id === id)?.name,
    idOf: (field, name) =>
      [...known[field], ...(field === 'team' || field === 'category' ? [] : found)].find(
        (each) => low(each.name) === low(name),
      )?.id,
  });
}

/** The filters as one line of text: it says what the chips say, and the chips follow it. */
export function QueryText({ search, onSearch }: ListProps) {
  const { t } = useTranslation('views');
  const queries = useQueryClient();
  const names = useNames({ search });
  const told = formatQuery(search, names());
  const [text, setText] = useState(told);
  const [fault, setFault] = useState<QueryFault | null>(null);
  useEffect(() => {
    setText(told);
    setFault(null);
  }, [told]);

  const take = async () => {
    if (text.trim() === told) return setFault(null);
    const asked = [...text.matchAll(PEOPLE)].flatMap(([, values = '']) =>
      (values.match(/"(?:\\.|[^"\\])*"|[^,"]+/g) ?? []).map((name) => name.replaceAll('"', '')),
    );
    const answers = await Promise.all(
      asked.map((name) => queries.fetchQuery(peopleChoicesQuery(name)).catch(() => null)),
    );
    const found = answers.flatMap((answer) => answer?.data ?? []);
    const parsed = parseQuery(text, names(found));
    setFault(parsed.fault);
    if (parsed.query) onSearch(searchOfQuery(search, parsed.query));
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Enter') void take();
    if (event.key !== 'Escape') return;
    setText(told);
    setFault(null);
  };
  const allowed = fault?.allowed.join(', ');
  const why = fault
    ? t(`query.${fault.why}`, { word: fault.word, place: fault.at + 1 }) +
      (allowed ? ` ${t('query.allowed', { allowed })}` : '')
    : null;
  return (
    <div className={classes.query}>
      <TextInput
        aria-label={t('query.label')}
        description={t('query.help')}
        inputWrapperOrder={['input', 'error', 'description']}
        spellCheck={false}
        value={text}
        error={why}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        onBlur={() => void take()}
      />
    </div>
  );
}
