import { keepPreviousData, queryOptions } from '@tanstack/react-query';

import { api, read } from '@/shared/api/client';

const HANDFUL = 20;

/** People to choose from, by the letters typed so far. */
export const peopleChoicesQuery = (q: string, { deskOnly = false } = {}) =>
  queryOptions({
    queryKey: ['people', 'choices', { q, deskOnly }],
    queryFn: ({ signal }) =>
      read(
        api.GET('/api/v1/people', {
          signal,
          params: {
            query: {
              limit: HANDFUL,
              is_active: true,
              ...(q ? { q } : {}),
              ...(deskOnly ? { kind: ['agent'] } : {}),
            },
          },
        }),
      ),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });

/** What one person is called. */
export const personNameQuery = (id: string) =>
  queryOptions({
    queryKey: ['people', 'name', id],
    queryFn: ({ signal }) =>
      read(api.GET('/api/v1/people/{id}', { params: { path: { id } }, signal })),
    staleTime: 5 * 60_000,
  });

/** All teams there are; few enough to be read at once. */
export const teamsQuery = queryOptions({
  queryKey: ['teams', 'all'],
  queryFn: ({ signal }) =>
    read(api.GET('/api/v1/teams', { params: { query: { limit: 200 } }, signal })),
  staleTime: 60_000,
});

/** All skills people can have. */
export const skillsQuery = queryOptions({
  queryKey: ['skills'],
  queryFn: ({ signal }) =>
    read(api.GET('/api/v1/skills', { params: { query: { limit: 200 } }, signal })),
  staleTime: 60_000,
});
