import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';

import { api, read } from '@/shared/api/client';
import { translateLive } from '@/shared/api/live';
import { meQuery } from '@/shared/api/me';
import type { components } from '@/shared/api/schema';

export type Role = components['schemas']['RoleRead'];
export type Permission = Role['permissions'][number];
export type RoleChange = { role: Role['role']; permissions: Permission[]; version: number };

translateLive(({ name }) => (name === 'role.changed' ? [['roles'], meQuery.queryKey] : []));

export const rolesQuery = queryOptions({
  queryKey: ['roles'],
  queryFn: ({ signal }) => read(api.GET('/api/v1/roles', { signal })),
});

/** Give several roles other permissions, one after the other. */
export function useChangeRoles() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (changes: readonly RoleChange[]) => {
      for (const { role, permissions, version } of changes) {
        await api.PUT('/api/v1/roles/{role}', {
          params: { path: { role } },
          body: { permissions, version },
        });
      }
    },
    onSettled: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: rolesQuery.queryKey }),
        queries.invalidateQueries({ queryKey: meQuery.queryKey }),
      ]),
  });
}

/** Give a role its default permissions again. */
export function useResetRole() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (role: Role['role']) =>
      api.DELETE('/api/v1/roles/{role}', { params: { path: { role } } }),
    onSettled: () => queries.invalidateQueries({ queryKey: rolesQuery.queryKey }),
  });
}
