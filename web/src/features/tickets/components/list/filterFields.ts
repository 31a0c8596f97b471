import { useQueries, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { categoriesQuery } from '@/features/tickets/api/catalog';
import { clusterNameQuery } from '@/features/tickets/api/clusters';
import { type Filter, SOURCES } from '@/features/tickets/lib/search';
import { api, read } from '@/shared/api/client';
import { teamsQuery } from '@/shared/api/directory';
import { useMay, useMe } from '@/shared/api/me';
import { PRIORITIES, STATUSES, TICKET_TYPES } from '@/shared/lib/vocabulary';

const WORDS = [
  ...STATUSES.map((status) => `status.${status}` as const),
  ...PRIORITIES.map((priority) => `priority.${priority}` as const),
  ...TICKET_TYPES.map((type) => `type.${type}` as const),
];
const NAMED: readonly Filter[] = ['team', 'assignee', 'requester', 'category', 'set'];

/** Filters of the list that this person can use. */
export function useFilterFields(): Filter[] {
  const seesTeams = useMay('team:read');
  const seesPeople = useMay('people:read');
  const seesInside = useMay('ticket:read_internal');
  const seesClusters = useMay('cluster:read');
  return [
    'status',
    'priority',
    'type',
    ...(seesTeams ? (['team'] as const) : []),
    ...(seesPeople ? (['assignee', 'requester'] as const) : []),
    'category',
    ...(seesInside ? (['tag'] as const) : []),
    'source',
    ...(seesClusters ? (['set'] as const) : []),
  ];
}

const personNameQuery = (id: string) => ({
  queryKey: ['person', id],
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    read(api.GET('/api/v1/people/{id}', { params: { path: { id } }, signal })),
  staleTime: 5 * 60_000,
});

const isId = (value: string) => value.length === 36;

export function usePersonNames(ids: readonly string[]): Map<string, string> {
  const { person } = useMe();
  const others = ids.filter((id) => isId(id) && id !== person.id);
  const answers = useQueries({ queries: others.map(personNameQuery) });
  const found = answers.flatMap(({ data }) => (data ? [[data.id, data.name] as const] : []));
  return new Map([[person.id, person.name], ...found]);
}

const GONE = '?';

/** Names of clusters; one that is gone has none. */
function useClusterNames(ids: readonly string[]): Map<string, string> {
  const answers = useQueries({ queries: ids.map(clusterNameQuery) });
  return new Map(
    ids.flatMap((id, at) => {
      const answer = answers[at];
      if (answer?.data) return [[id, answer.data.name] as const];
      return answer?.isError ? [[id, GONE] as const] : [];
    }),
  );
}

/** Names of what a filter holds ids of. */
function useNames(field: Filter, values: readonly string[]): Map<string, string> {
  const isPerson = field === 'assignee' || field === 'requester';
  const people = usePersonNames(isPerson ? values : []);
  const teams = useQuery({ ...teamsQuery, enabled: field === 'team' });
  const categories = useQuery({ ...categoriesQuery, enabled: field === 'category' });
  const clusters = useClusterNames(field === 'set' ? values : []);
  if (isPerson) return people;
  if (field === 'set') return clusters;
  if (field === 'team') return new Map(teams.data?.data.map(({ id, name }) => [id, name]));
  return new Map(categories.data?.map(({ id, path }) => [id, path]));
}

const STILL_LOADING = '…';

/** The fixed words of a filter; ids and tags have none. */
function useFixedWords(field: Filter): (value: string) => string | undefined {
  const { t } = useTranslation(['tickets', 'common']);
  const isTeam = field === 'team';
  const specialWord = (value: string) => {
    if (value === 'me') return t(isTeam ? 'filter.myTeams' : 'filter.me');
    return value === 'none' ? t(isTeam ? 'filter.noTeam' : 'common:person.nobody') : undefined;
  };
  const sourceWord = (value: string) => {
    const source = SOURCES.find((each) => each === value);
    return source && t(`source.${source}`);
  };
  return (value) => {
    const special = specialWord(value);
    if (special) return special;
    if (field === 'source') return sourceWord(value);
    const word = WORDS.find((each) => each === `${field}.${value}`);
    return word && t(`common:${word}`);
  };
}

/** The values of a filter in words, as its chip shows them. */
export function useValueWords(field: Filter, values: readonly string[]): string[] {
  const names = useNames(field, values);
  const fixed = useFixedWords(field);
  const unknown = (value: string) => (NAMED.includes(field) ? STILL_LOADING : value);
  return values.map((value) => fixed(value) ?? names.get(value) ?? unknown(value));
}
