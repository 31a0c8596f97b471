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
export type Project = Schemas['ProjectRead'];
export type Task = Schemas['AssignmentRead'];
export type ProjectState = Project['state'];
export type TaskState = Task['state'];

export const PROJECT_STATES = ['planned', 'active', 'on_hold', 'done', 'cancelled'] as const;
export const TASK_STATES = ['todo', 'in_progress', 'blocked', 'done', 'cancelled'] as const;
const OPEN: ProjectState[] = ['planned', 'active', 'on_hold'];
const DONE: ProjectState[] = ['done', 'cancelled'];
const PAGE = 50;
const MOST_TASKS = 200;
const HANDFUL = 20;

translateLive(({ subject_type, subject }) => {
  if (subject_type === 'project') return [['projects'], ['project', subject], ['workLinks']];
  if (subject_type === 'assignment') return [['tasks'], ['projects'], ['project'], ['workLinks']];
  return [];
});

export type ProjectShow = 'open' | 'done' | 'away';

export const projectsQuery = (q: string, show: ProjectShow) =>
  infiniteQueryOptions({
    queryKey: ['projects', 'list', { q, show }],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ signal, pageParam }) =>
      read(
        api.GET('/api/v1/projects', {
          signal,
          params: {
            query: {
              limit: PAGE,
              count: true,
              archived: show === 'away',
              ...(show === 'away' ? {} : { state: show === 'open' ? OPEN : DONE }),
              ...(q ? { q } : {}),
              ...(pageParam ? { cursor: pageParam } : {}),
            },
          },
        }),
      ),
    getNextPageParam: ({ page }) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  });

/** Projects to choose from, by the letters typed so far. */
export const projectChoicesQuery = (q: string) =>
  queryOptions({
    queryKey: ['projects', 'choices', q],
    queryFn: ({ signal }) =>
      read(
        api.GET('/api/v1/projects', {
          signal,
          params: { query: { limit: HANDFUL, ...(q ? { q } : {}) } },
        }),
      ),
    select: ({ data }) => data,
    placeholderData: keepPreviousData,
  });

export const taskChoicesQuery = (q: string) =>
  queryOptions({
    queryKey: ['tasks', 'choices', q],
    queryFn: ({ signal }) =>
      read(
        api.GET('/api/v1/assignments', {
          signal,
          params: { query: { limit: HANDFUL, ...(q ? { q } : {}) } },
        }),
      ),
    select: ({ data }) => data,
    placeholderData: keepPreviousData,
  });

export const projectQuery = (id: string) =>
  queryOptions({
    queryKey: ['project', id],
    queryFn: ({ signal }) =>
      read(api.GET('/api/v1/projects/{id}', { signal, params: { path: { id } } })),
  });

export const tasksQuery = (project: string) =>
  queryOptions({
    queryKey: ['tasks', 'of', project],
    queryFn: ({ signal }) =>
      read(
        api.GET('/api/v1/assignments', {
          signal,
          params: { query: { project, limit: MOST_TASKS } },
        }),
      ),
    select: ({ data }) => data,
  });

function useRefresh() {
  const queries = useQueryClient();
  return () =>
    Promise.all(
      ['projects', 'project', 'tasks'].map((key) => queries.invalidateQueries({ queryKey: [key] })),
    );
}

export function useAddProject() {
  const onSuccess = useRefresh();
  return useMutation({
    mutationFn: (body: Schemas['ProjectCreate']) => read(api.POST('/api/v1/projects', { body })),
    onSuccess,
  });
}

export function useChangeProject(id: string) {
  const onSuccess = useRefresh();
  return useMutation({
    mutationFn: (body: Schemas['ProjectPatch']) =>
      read(api.PATCH('/api/v1/projects/{id}', { params: { path: { id } }, body })),
    onSuccess,
  });
}

export function useAddTask() {
  const onSuccess = useRefresh();
  return useMutation({
    mutationFn: (body: Schemas['AssignmentCreate']) =>
      read(api.POST('/api/v1/assignments', { body })),
    onSuccess,
  });
}

export function useChangeTask() {
  const onSuccess = useRefresh();
  return useMutation({
    mutationFn: ({ id, ...body }: Schemas['AssignmentPatch'] & { id: string }) =>
      read(api.PATCH('/api/v1/assignments/{id}', { params: { path: { id } }, body })),
    onSuccess,
  });
}
