import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';

import { api, read } from '@/shared/api/client';
import { meQuery } from '@/shared/api/me';
import type { components } from '@/shared/api/schema';

type ProfileChange = components['schemas']['MePatch'];

const CHANGE = ['changeProfile'];

/** Change the own profile; the shell follows what the server answers to the last change. */
export function useChangeProfile() {
  const queries = useQueryClient();
  return useMutation({
    mutationKey: CHANGE,
    mutationFn: (change: ProfileChange) => read(api.PATCH('/api/v1/me', { body: change })),
    onSuccess: (me) => {
      if (queries.isMutating({ mutationKey: CHANGE }) === 1) {
        queries.setQueryData(meQuery.queryKey, me);
      }
    },
  });
}

/** Where the person is signed in, the latest first. */
export const sessionsQuery = queryOptions({
  queryKey: ['sessions'],
  queryFn: ({ signal }) => read(api.GET('/api/v1/sessions', { signal })),
});

export function useEndSession() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api.DELETE('/api/v1/sessions/{id}', { params: { path: { id } } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: sessionsQuery.queryKey }),
  });
}

export function useChangePassword() {
  return useMutation({
    mutationFn: (body: { current_password: string; new_password: string }) =>
      api.POST('/api/v1/me/password', { body }),
  });
}
