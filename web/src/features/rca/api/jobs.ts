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
export type JobRow = Schemas['JobRow'];
export type Job = Schemas['JobRead'];
export type JobState = JobRow['state'];
export type Severity = NonNullable<JobRow['severity']>;
export type Finding = Schemas['FindingRead'];
export type Scope = Schemas['AnalysisScope'];

export const JOB_STATES = ['queued', 'running', 'completed', 'failed', 'cancelled'] as const;
const PAGE = 50;
const HANDFUL = 20;
const ALL = 2000;

translateLive(({ subject_type }) =>
  subject_type === 'rca_job' || subject_type === 'rca_finding' ? [['rcaJobs'], ['rcaJob']] : [],
);

export const jobsQuery = (q: string, state: JobState | undefined) =>
  infiniteQueryOptions({
    queryKey: ['rcaJobs', { q, state }],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ signal, pageParam }) =>
      read(
        api.GET('/api/v1/rca/jobs', {
          signal,
          params: {
            query: {
              limit: PAGE,
              count: true,
              ...(state ? { state: [state] } : {}),
              ...(q ? { q } : {}),
              ...(pageParam ? { cursor: pageParam } : {}),
            },
          },
        }),
      ),
    getNextPageParam: ({ page }) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  });

export const jobQuery = (id: string) =>
  queryOptions({
    queryKey: ['rcaJob', id],
    queryFn: ({ signal }) =>
      read(api.GET('/api/v1/rca/jobs/{id}', { signal, params: { path: { id } } })),
  });

/** Categories to choose from. */
export const categoryChoicesQuery = queryOptions({
  queryKey: ['catalog', 'rcaCategories'],
  queryFn: ({ signal }) =>
    read(
      api.GET('/api/v1/categories', { params: { query: { active: true, limit: ALL } }, signal }),
    ),
  select: ({ data }) => data,
  staleTime: 5 * 60_000,
});

/** Configuration items to choose from, by the letters typed so far. */
export const itemChoicesQuery = (q: string) =>
  queryOptions({
    queryKey: ['cmdb', 'rcaChoices', q],
    queryFn: ({ signal }) =>
      read(
        api.GET('/api/v1/cmdb/items', {
          params: { query: { limit: HANDFUL, ...(q ? { q } : {}) } },
          signal,
        }),
      ),
    select: ({ data }) => data,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });

function useRefresh() {
  const queries = useQueryClient();
  return () =>
    Promise.all(['rcaJobs', 'rcaJob'].map((key) => queries.invalidateQueries({ queryKey: [key] })));
}

export function useStartAnalysis() {
  const onSuccess = useRefresh();
  return useMutation({
    mutationFn: (body: { title: string; scope: Scope }) =>
      read(api.POST('/api/v1/rca/jobs', { body })),
    onSuccess,
  });
}

export function useCancelJob(id: string) {
  const onSuccess = useRefresh();
  return useMutation({
    mutationFn: () => read(api.POST('/api/v1/rca/jobs/{id}/cancel', { params: { path: { id } } })),
    onSuccess,
  });
}

export function useChangeFinding(job: string) {
  const onSuccess = useRefresh();
  return useMutation({
    mutationFn: ({ id: finding_id, ...body }: Schemas['FindingPatch'] & { id: string }) =>
      read(
        api.PATCH('/api/v1/rca/jobs/{id}/findings/{finding_id}', {
          params: { path: { id: job, finding_id } },
          body,
        }),
      ),
    onSuccess,
  });
}
