import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';

import { api, read } from '@/shared/api/client';
import { translateLive } from '@/shared/api/live';
import { meQuery } from '@/shared/api/me';
import type { components } from '@/shared/api/schema';

type Schemas = components['schemas'];
export type Organization = Schemas['OrganizationRead'];
export type OrganizationChange = Schemas['OrganizationPatch'];

translateLive(({ name }) => (name === 'organization.updated' ? [['organization']] : []));

export const organizationQuery = queryOptions({
  queryKey: ['organization'],
  queryFn: ({ signal }) => read(api.GET('/api/v1/organization', { signal })),
});

export function useChangeOrganization() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: OrganizationChange) => read(api.PATCH('/api/v1/organization', { body })),
    onSuccess: (saved) => {
      queries.setQueryData(organizationQuery.queryKey, saved);
      return queries.invalidateQueries({ queryKey: meQuery.queryKey });
    },
  });
}
