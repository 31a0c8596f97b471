import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';

import { api, read } from '@/shared/api/client';
import { translateLive } from '@/shared/api/live';
import type { components } from '@/shared/api/schema';

type Schemas = components['schemas'];
export type Team = Schemas['TeamRead'];
export type NewTeam = Schemas['TeamCreate'];
export type TeamChange = Schemas['TeamPatch'];

export const TEAM_KINDS = ['team', 'department', 'assignment_group'] as const;

translateLive(({ subject_type }) => (subject_type === 'team' ? [['teams'], ['members']] : []));

export const membersQuery = (id: string) =>
  queryOptions({
    queryKey: ['members', id],
    queryFn: ({ signal }) =>
      read(
        api.GET('/api/v1/teams/{id}/members', {
          params: { path: { id } },
          signal,
        }),
      ),
  });

const SHOWN = 50;

/** Whose department it is; a department has no memberships of its own. */
export const departmentQuery = (id: string) =>
  queryOptions({
    queryKey: ['members', id, 'department'],
    queryFn: ({ signal }) =>
      read(
        api.GET('/api/v1/people', {
          params: { query: { department: id, is_active: true, limit: SHOWN } },
          signal,
        }),
      ),
  });

function useRefresh() {
  const queries = useQueryClient();
  return () =>
    Promise.all(
      ['teams', 'members', 'people', 'person'].map((key) =>
        queries.invalidateQueries({ queryKey: [key] }),
      ),
    );
}

export function useAddTeam() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (body: NewTeam) => read(api.POST('/api/v1/teams', { body })),
    onSuccess: refresh,
  });
}

export function useChangeTeam(id: string) {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (body: TeamChange) =>
      read(api.PATCH('/api/v1/teams/{id}', { params: { path: { id } }, body })),
    onSuccess: refresh,
  });
}

/** Let people join; those who are in already get the new part. */
export function useJoin(id: string) {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (body: { person_ids: string[]; is_lead: boolean }) =>
      api.POST('/api/v1/teams/{id}/members', { params: { path: { id } }, body }),
    onSuccess: refresh,
  });
}

export function useRemoveMember(id: string) {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (person_id: string) =>
      api.DELETE('/api/v1/teams/{id}/members/{person_id}', { params: { path: { id, person_id } } }),
    onSuccess: refresh,
  });
}
