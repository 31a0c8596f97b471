import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';

import { api, read } from '@/shared/api/client';
import { translateLive } from '@/shared/api/live';
import { meQuery } from '@/shared/api/me';
import type { Provisional } from '@/shared/api/provisional';

export type Role = Provisional['RoleRead'];
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
