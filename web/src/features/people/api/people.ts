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
import type { RoleName } from '@/shared/lib/vocabulary';

type Schemas = components['schemas'];
export type Person = Schemas['PersonRead'];
export type PersonChange = Schemas['PersonPatch'];
export type NewPerson = Schemas['PersonCreate'];
export type Skill = { skill_id: string; level: number };

export type PeopleFilter = { q?: string | undefined; role?: RoleName | undefined; off?: boolean };

const PAGE = 50;

translateLive(({ subject_type }) =>
  subject_type === 'person' || subject_type === 'team' ? [['people'], ['person']] : [],
);

export const peopleQuery = ({ q, role, off = false }: PeopleFilter) =>
  infiniteQueryOptions({
    queryKey: ['people', { q, role, off }],
    queryFn: ({ pageParam, signal }) =>
      read(
        api.GET('/api/v1/people', {
          signal,
          params: {
            query: {
              limit: PAGE,
              count: true,
              ...(q ? { q } : {}),
              ...(role ? { role: [role] } : {}),
              ...(off ? {} : { is_active: true }),
              ...(pageParam ? { cursor: pageParam } : {}),
            },
          },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: ({ page }) => page.next,
    placeholderData: keepPreviousData,
  });

export const personQuery = (id: string) =>
  queryOptions({
    queryKey: ['person', id],
    queryFn: ({ signal }) =>
      read(api.GET('/api/v1/people/{id}', { params: { path: { id } }, signal })),
  });

/** What hangs on a person: open tickets, teams, tokens. */
export const personUsesQuery = (id: string) =>
  queryOptions({
    queryKey: ['person', id, 'uses'],
    queryFn: ({ signal }) =>
      read(
        api.GET('/api/v1/setup/uses/{entry}/{id}', {
          params: { path: { entry: 'person', id } },
          signal,
        }),
      ),
    select: ({ data }) => data,
  });

function useRefresh() {
  const queries = useQueryClient();
  return () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: ['people'] }),
      queries.invalidateQueries({ queryKey: ['person'] }),
      queries.invalidateQueries({ queryKey: ['teams'] }),
    ]);
}

export function useAddPerson() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (body: NewPerson) => read(api.POST('/api/v1/people', { body })),
    onSuccess: refresh,
  });
}

export function useChangePerson(id: string) {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (body: PersonChange) =>
      read(api.PATCH('/api/v1/people/{id}', { params: { path: { id } }, body })),
    onSuccess: refresh,
  });
}

export function useSetSkills(id: string) {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (skills: Skill[]) =>
      read(api.PUT('/api/v1/people/{id}/skills', { params: { path: { id } }, body: { skills } })),
    onSuccess: refresh,
  });
}

export type Membership = { team: string; person: string; isLead: boolean };

/** Join a team, or change the part somebody has in it. */
export function useJoinTeam() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: ({ team, person, isLead }: Membership) =>
      api.POST('/api/v1/teams/{id}/members', {
        params: { path: { id: team } },
        body: { person_ids: [person], is_lead: isLead },
      }),
    onSuccess: refresh,
  });
}

export function useLeaveTeam() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: ({ team, person }: Pick<Membership, 'team' | 'person'>) =>
      api.DELETE('/api/v1/teams/{id}/members/{person_id}', {
        params: { path: { id: team, person_id: person } },
      }),
    onSuccess: refresh,
  });
}

/** A new link to choose a password; earlier links stop working. */
export function useMakeLink() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: ({ id, can_log_in }: Pick<Person, 'id' | 'can_log_in'>) => {
      const params = { path: { id } };
      return read(
        can_log_in
          ? api.POST('/api/v1/people/{id}/reset-link', { params })
          : api.POST('/api/v1/people/{id}/invite', { params }),
      );
    },
    onSuccess: refresh,
  });
}
