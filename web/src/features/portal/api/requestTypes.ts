import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';

import type { RequestTypeBody } from '@/features/portal/api/types';
import { api, read } from '@/shared/api/client';
import { translateLive } from '@/shared/api/live';

const ALL = 2000;
const KEY = ['requestTypes'] as const;

translateLive(({ subject_type }) => (subject_type === 'request_type' ? [KEY] : []));

export const requestTypesQuery = queryOptions({
  queryKey: KEY,
  queryFn: ({ signal }) =>
    read(api.GET('/api/v1/portal/request-types', { params: { query: { limit: ALL } }, signal })),
  select: ({ data }) => data,
});

/** Categories that new tickets can go to. */
export const formCategoriesQuery = queryOptions({
  queryKey: ['requestTypes', 'categories'],
  queryFn: ({ signal }) =>
    read(
      api.GET('/api/v1/categories', { params: { query: { active: true, limit: ALL } }, signal }),
    ),
  select: ({ data }) => data,
});

/** Custom fields that requesters may see, and fill in. */
export const askableFieldsQuery = queryOptions({
  queryKey: ['requestTypes', 'fields'],
  queryFn: ({ signal }) =>
    read(
      api.GET('/api/v1/custom-fields', { params: { query: { active: true, limit: ALL } }, signal }),
    ),
  select: ({ data }) =>
    data.filter(
      ({ kind, visible_to_requester }) =>
        visible_to_requester && kind !== 'user' && kind !== 'team',
    ),
});

type Change = { id: string; version: number | undefined; body: Partial<RequestTypeBody> };

function useWrite<Wanted>(write: (wanted: Wanted) => Promise<unknown>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: write,
    onSettled: async () => {
      await queries.invalidateQueries({ queryKey: KEY });
      await queries.invalidateQueries({ queryKey: ['portal', 'cards'] });
    },
  });
}

export const useAddRequestType = () =>
  useWrite((body: RequestTypeBody) => read(api.POST('/api/v1/portal/request-types', { body })));

export const useChangeRequestType = () =>
  useWrite(({ id, version, body }: Change) =>
    read(
      api.PATCH('/api/v1/portal/request-types/{id}', {
        params: { path: { id } },
        body: { ...body, version: version ?? null },
      }),
    ),
  );

export const useDeleteRequestType = () =>
  useWrite((id: string) =>
    api.DELETE('/api/v1/portal/request-types/{id}', { params: { path: { id } } }),
  );
