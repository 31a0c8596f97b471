import { useMutation, useQueryClient } from '@tanstack/react-query';

import { api, read } from '@/shared/api/client';
import type { components } from '@/shared/api/schema';

import { showAtOnce } from './ticket';

type Schemas = components['schemas'];
export type MergePlan = Schemas['MergeRead'];

const at = (id: string) => ({ params: { path: { ref: id } } });

function useRefreshAll() {
  const queries = useQueryClient();
  return () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: ['ticket'] }),
      queries.invalidateQueries({ queryKey: ['tickets'] }),
    ]);
}

export function useDeleteTicket() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api.DELETE('/api/v1/desk/tickets/{ref}', at(id)),
    onSuccess: (_, id) => {
      // What hangs on it is not asked for any more.
      showAtOnce(queries, new Map([[id, { deleted_at: new Date().toISOString() }]]));
      return queries.invalidateQueries({ queryKey: ['tickets'] });
    },
  });
}

export function useRestoreTicket() {
  const onSuccess = useRefreshAll();
  return useMutation({
    mutationFn: (id: string) => read(api.POST('/api/v1/desk/tickets/{ref}/restore', at(id))),
    onSuccess,
  });
}

/** Ask what a merge would move, or do it. */
export function useMerge(id: string) {
  const refresh = useRefreshAll();
  return useMutation({
    mutationFn: (body: Schemas['MergeBody']) =>
      read(api.POST('/api/v1/desk/tickets/{ref}/merge', { ...at(id), body })),
    onSuccess: (_, { dry_run }) => (dry_run ? undefined : refresh()),
  });
}

/** Make a ticket of its own out of a comment. */
export function useSplit(id: string) {
  const onSuccess = useRefreshAll();
  return useMutation({
    mutationFn: (body: Schemas['SplitBody']) =>
      read(api.POST('/api/v1/desk/tickets/{ref}/split', { ...at(id), body })),
    onSuccess,
  });
}
