import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';

import { api, read } from '@/shared/api/client';
import type { components } from '@/shared/api/schema';

type Schemas = components['schemas'];
export type Maps = Schemas['MapsRead'];
export type ValueMap = Schemas['ValueMapRead'];
export type MapRow = Schemas['MapRow'];
export type MapsChange = Schemas['MapsChange'];

/** Below the connection's own key: whatever is told of it, its maps are read again. */
export const mapsQuery = (id: string) =>
  queryOptions({
    queryKey: ['connection', id, 'maps'],
    queryFn: ({ signal }) =>
      read(api.GET('/api/v1/connections/{id}/maps', { params: { path: { id } }, signal })),
  });

export function useSetMaps(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: MapsChange) =>
      read(api.PUT('/api/v1/connections/{id}/maps', { params: { path: { id } }, body })),
    onSuccess: (saved) => {
      queries.setQueryData(mapsQuery(id).queryKey, saved);
      return queries.invalidateQueries({ queryKey: ['connection', id], exact: true });
    },
  });
}
