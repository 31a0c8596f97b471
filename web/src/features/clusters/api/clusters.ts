import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query';

import { api, read } from '@/shared/api/client';
import { translateLive } from '@/shared/api/live';
import type { components } from '@/shared/api/schema';

type Schemas = components['schemas'];
export type Cluster = Schemas['ClusterRead'];
export type ClusterRun = Schemas['ClusterRunRead'];
export type Scope = Schemas['ClusterScope'];

const PAGE = 50;
/** As many as are kept. */
const RUNS = 50;

translateLive(({ subject_type }) =>
  subject_type === 'cluster_run' || subject_type === 'cluster'
    ? [['clusterRuns'], ['clusters'], ['cluster']]
    : [],
);

export const isUnfinished = ({ state }: Pick<ClusterRun, 'state'>) =>
  state === 'queued' || state === 'running';

export const runsQuery = queryOptions({
  queryKey: ['clusterRuns'],
  queryFn: async ({ signal }) =>
    (await read(api.GET('/api/v1/clusters/runs', { params: { query: { limit: RUNS } }, signal })))
      .data,
});

export const clustersQuery = (run: string, q: string) =>
  infiniteQueryOptions({
    queryKey: ['clusters', run, q],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ signal, pageParam }) =>
      read(
        api.GET('/api/v1/clusters', {
          signal,
          params: {
            query: {
              run_id: run,
              limit: PAGE,
              count: true,
              ...(q ? { q } : {}),
              ...(pageParam ? { cursor: pageParam } : {}),
            },
          },
        }),
      ),
    getNextPageParam: ({ page }) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  });

export const clusterQuery = (id: string) =>
  queryOptions({
    queryKey: ['cluster', id],
    queryFn: ({ signal }) =>
      read(
        api.GET('/api/v1/clusters/{cluster_id}', { params: { path: { cluster_id: id } }, signal }),
      ),
  });

/** Connections whose tickets can be looked at alone. */
export const sourcesQuery = queryOptions({
  queryKey: ['connections', 'clusterSources'],
  queryFn: async ({ signal }) => {
    const params = { query: { kind: 'itsm' as const } };
    const { data } = await read(api.GET('/api/v1/connections', { params, signal }));
    return data.filter(({ last_sync_at }) => last_sync_at !== null);
  },
});

function useRefresh() {
  const queries = useQueryClient();
  return () =>
    Promise.all(
      ['clusterRuns', 'clusters', 'cluster'].map((key) =>
        queries.invalidateQueries({ queryKey: [key] }),
      ),
    );
}

export function useStartRun() {
  const onSuccess = useRefresh();
  return useMutation({
    mutationFn: (body: { title: string; scope: Scope }) =>
      read(api.POST('/api/v1/clusters/runs', { body })),
    onSuccess,
  });
}

export function useCancelRun() {
  const onSuccess = useRefresh();
  return useMutation({
    mutationFn: (id: string) =>
      read(api.POST('/api/v1/clusters/runs/{run_id}/cancel', { params: { path: { run_id: id } } })),
    onSuccess,
  });
}

export function useRename(cluster: Cluster) {
  const onSuccess = useRefresh();
  return useMutation({
    mutationFn: (name: string) =>
      read(
        api.PATCH('/api/v1/clusters/{cluster_id}', {
          params: { path: { cluster_id: cluster.id } },
          body: { name, version: cluster.version },
        }),
      ),
    onSuccess,
  });
}

/** Have the tickets of a cluster analysed: what they have in common, and what came before them. */
export function useFindCause() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, name }: Cluster) =>
      read(
        api.POST('/api/v1/rca/jobs', { body: { title: name, scope: { filter: { set: [id] } } } }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['rcaJobs'] }),
  });
}
