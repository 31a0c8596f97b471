import { queryOptions } from '@tanstack/react-query';

import { api, read } from '@/shared/api/client';

const MANY = 100;

/** The largest clusters of the newest search, to choose from. */
export const clusterChoicesQuery = queryOptions({
  queryKey: ['clusters', 'choices'],
  queryFn: async ({ signal }) =>
    (await read(api.GET('/api/v1/clusters', { params: { query: { limit: MANY } }, signal }))).data,
});

/** A cluster by its id, for its name. */
export const clusterNameQuery = (id: string) =>
  queryOptions({
    queryKey: ['cluster', id],
    queryFn: ({ signal }) =>
      read(
        api.GET('/api/v1/clusters/{cluster_id}', { params: { path: { cluster_id: id } }, signal }),
      ),
    retry: false,
  });
