import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';

import { api, read } from '@/shared/api/client';
import { translateLive } from '@/shared/api/live';
import type { components } from '@/shared/api/schema';

type Schemas = components['schemas'];
export type Macro = Schemas['MacroRead'];
export type Step = Macro['actions'][number];
export type Preview = Schemas['Preview'];
export type Foreseen = Schemas['Foreseen'];
export type MacroBody = Schemas['MacroCreate'];

/** The tickets meant: some by their ids, or all that meet a condition. */
export type Targets =
  | { ids: readonly string[] }
  | { where: NonNullable<Schemas['Targets']['where']> };

const ALL = 2000;

translateLive(({ subject_type }) => (subject_type === 'macro' ? [['macros']] : []));

const bodyOf = (targets: Targets): Schemas['Targets'] =>
  'ids' in targets ? { ids: [...targets.ids] } : { where: targets.where };

export const macrosQuery = queryOptions({
  queryKey: ['macros'],
  queryFn: ({ signal }) =>
    read(api.GET('/api/v1/macros', { params: { query: { limit: ALL } }, signal })),
  select: ({ data }) => data,
  staleTime: 60_000,
});

/** What a stored macro would do; asked each time, since tickets change. */
export const previewQuery = (macro: Macro, targets: Targets) =>
  queryOptions({
    queryKey: ['macroPreview', macro.id, macro.version, targets],
    queryFn: ({ signal }) =>
      read(
        api.POST('/api/v1/macros/{id}/preview', {
          params: { path: { id: macro.id } },
          body: bodyOf(targets),
          signal,
        }),
      ),
    gcTime: 0,
    staleTime: 0,
    retry: false,
  });

/** What steps that are not stored yet would do to one ticket. */
export const tryQuery = (steps: readonly Step[], condition: string, ticket: string) =>
  queryOptions({
    queryKey: ['macroPreview', 'try', { steps, condition, ticket }],
    queryFn: ({ signal }) =>
      read(
        api.POST('/api/v1/macros/preview', {
          body: { actions: [...steps], condition: condition || null, ids: [ticket] },
          signal,
        }),
      ),
    gcTime: 0,
    retry: false,
  });

function useRefreshTickets() {
  const queries = useQueryClient();
  return () =>
    Promise.all(
      ['ticket', 'tickets', 'macros'].map((key) => queries.invalidateQueries({ queryKey: [key] })),
    );
}

export function useRunMacro() {
  const onSuccess = useRefreshTickets();
  return useMutation({
    mutationFn: ({ macro, targets }: { macro: Macro; targets: Targets }) =>
      read(
        api.POST('/api/v1/macros/{id}/run', {
          params: { path: { id: macro.id } },
          body: { ...bodyOf(targets), version: macro.version },
        }),
      ),
    onSuccess,
  });
}

export function useUndoMacro() {
  const onSuccess = useRefreshTickets();
  return useMutation({
    mutationFn: (undo_token: string) =>
      read(api.POST('/api/v1/desk/tickets/bulk-update/undo', { body: { undo_token } })),
    onSuccess,
  });
}

function useRefresh() {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: ['macros'] });
}

export function useAddMacro() {
  const onSuccess = useRefresh();
  return useMutation({
    mutationFn: (body: MacroBody) => read(api.POST('/api/v1/macros', { body })),
    onSuccess,
  });
}

export function useChangeMacro(id: string) {
  const onSuccess = useRefresh();
  return useMutation({
    mutationFn: (body: Schemas['MacroPatch']) =>
      read(api.PATCH('/api/v1/macros/{id}', { params: { path: { id } }, body })),
    onSuccess,
  });
}

export function useDeleteMacro() {
  const onSuccess = useRefresh();
  return useMutation({
    mutationFn: (id: string) => api.DELETE('/api/v1/macros/{id}', { params: { path: { id } } }),
    onSuccess,
  });
}
