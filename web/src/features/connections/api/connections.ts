import {
  infiniteQueryOptions,
  keepPreviousData,
  type QueryClient,
  queryOptions,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';

import { api, read } from '@/shared/api/client';
import { translateLive } from '@/shared/api/live';

import type { Connection, Range, VerifyAsked } from './types';

/** The worker tells every step over the stream; this is for the time while the stream is away. */
const SLOWLY = 5000;
const FAILURES = 50;

translateLive(({ subject_type, subject }) =>
  subject_type === 'connection' ? [['connections'], ['connection', subject]] : [],
);

export const isBusy = ({ status }: Pick<Connection, 'status'>) => status !== 'idle';

export const connectionTypesQuery = queryOptions({
  queryKey: ['connection-types'],
  queryFn: async ({ signal }) =>
    (await read(api.GET('/api/v1/connections/types', { signal }))).data,
  staleTime: Number.POSITIVE_INFINITY,
});

export const connectionsQuery = queryOptions({
  queryKey: ['connections', 'itsm'],
  queryFn: async ({ signal }) => {
    const params = { query: { kind: 'itsm' as const } };
    return (await read(api.GET('/api/v1/connections', { params, signal }))).data;
  },
  refetchInterval: ({ state }) => (state.data?.some(isBusy) ? SLOWLY : false),
});

const connectionQuery = (id: string) =>
  queryOptions({
    queryKey: ['connection', id],
    queryFn: ({ signal }) =>
      read(api.GET('/api/v1/connections/{id}', { params: { path: { id } }, signal })),
    refetchInterval: ({ state }) => (state.data && isBusy(state.data) ? SLOWLY : false),
  });

/** One connection, kept fresh. */
export const useConnectionSource = (id: string) => useQuery(connectionQuery(id));

export const runsQuery = (id: string, busy: boolean, limit: number) =>
  queryOptions({
    queryKey: ['connection', id, 'runs', limit],
    queryFn: ({ signal }) => {
      const params = { path: { id }, query: { limit, count: true } };
      return read(api.GET('/api/v1/connections/{id}/runs', { params, signal }));
    },
    placeholderData: keepPreviousData,
    refetchInterval: busy ? SLOWLY : false,
  });

export const failuresQuery = (id: string, runId: string) =>
  infiniteQueryOptions({
    queryKey: ['connection', id, 'failures', runId],
    queryFn: ({ pageParam, signal }) => {
      const query = { limit: FAILURES, count: false, ...(pageParam ? { cursor: pageParam } : {}) };
      const params = { path: { id, run_id: runId }, query };
      return read(api.GET('/api/v1/connections/{id}/runs/{run_id}/failures', { params, signal }));
    },
    initialPageParam: '',
    getNextPageParam: ({ page }) => page.next,
  });

/** How many records an import would find; the vendor is asked, so the answer is kept for a minute. */
export const previewQuery = (id: string, { days, projects, scope }: Range) =>
  queryOptions({
    queryKey: ['connection-preview', id, days, projects, scope],
    queryFn: ({ signal }) => {
      const params = { path: { id }, query: { days, project: projects, scope } };
      return read(api.GET('/api/v1/connections/{id}/preview', { params, signal }));
    },
    staleTime: 60_000,
    retry: false,
    placeholderData: keepPreviousData,
  });

/** What is used up of a connection's budget; told anew with every step of an import. */
export const budgetQuery = (id: string) =>
  queryOptions({
    queryKey: ['connection', id, 'budget'],
    queryFn: ({ signal }) =>
      read(api.GET('/api/v1/connections/{id}/budget', { params: { path: { id } }, signal })),
    refetchInterval: ({ state }) => (state.data?.full_at ? 30_000 : false),
  });

function keep(queries: QueryClient, saved: Connection) {
  queries.setQueryData(connectionQuery(saved.id).queryKey, saved);
  return queries.invalidateQueries({ queryKey: ['connections'] });
}

/** Store what is given and prove the connection step by step. */
export function useVerifyDataSource(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: VerifyAsked) => {
      const params = { path: { id } };
      return read(api.POST('/api/v1/connections/{id}/verify', { params, body }));
    },
    onSuccess: async () => {
      void queries.invalidateQueries({ queryKey: ['connections'] });
      await queries.invalidateQueries({ queryKey: ['connection', id] });
    },
  });
}

export function useSyncTickets(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ days, projects, scope }: Range) => {
      const params = { path: { id } };
      const body = { days, projects, scope };
      return read(api.POST('/api/v1/connections/{id}/sync-tickets', { params, body }));
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: ['connection', id] }),
  });
}

export function useCancelIngestion(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () =>
      read(api.POST('/api/v1/connections/{id}/cancel-ingestion', { params: { path: { id } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['connection', id] }),
  });
}

/** A record for a type that has none yet. */
export function useAddConnection() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (type: string) => read(api.POST('/api/v1/connections', { body: { type } })),
    onSuccess: (saved) => keep(queries, saved),
  });
}

/** How many minutes after an import the next one begins by itself; null is never. */
export function useSchedule(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (minutes: number | null) => {
      const params = { path: { id } };
      const body = { sync_every_minutes: minutes };
      return read(api.PATCH('/api/v1/connections/{id}', { params, body }));
    },
    onSuccess: (saved) => keep(queries, saved),
  });
}

export function useRemoveConnection(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => read(api.DELETE('/api/v1/connections/{id}', { params: { path: { id } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['connections'] }),
  });
}
