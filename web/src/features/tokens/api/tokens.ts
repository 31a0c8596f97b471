import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';

import { api, read } from '@/shared/api/client';
import { translateLive } from '@/shared/api/live';
import type { components } from '@/shared/api/schema';

type Schemas = components['schemas'];
export type ApiToken = Schemas['ApiTokenRead'];
export type NewToken = Schemas['ApiTokenCreate'];
export type Permission = NonNullable<ApiToken['scopes']>[number];

translateLive(({ name }) => (name.startsWith('token.') ? [['tokens']] : []));

export const tokensQuery = queryOptions({
  queryKey: ['tokens'],
  queryFn: ({ signal }) =>
    read(api.GET('/api/v1/tokens', { params: { query: { limit: 200 } }, signal })),
});

/** Make a token; its text is in this answer and nowhere else. */
export function useMakeToken() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: NewToken) => read(api.POST('/api/v1/tokens', { body })),
    onSuccess: () => queries.invalidateQueries({ queryKey: tokensQuery.queryKey }),
  });
}

export function useRevokeToken() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api.DELETE('/api/v1/tokens/{id}', { params: { path: { id } } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: tokensQuery.queryKey }),
  });
}
