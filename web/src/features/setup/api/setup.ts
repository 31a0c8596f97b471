import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';

import { api, read } from '@/shared/api/client';
import { translateLive } from '@/shared/api/live';
import type { components } from '@/shared/api/schema';

export type Checklist = components['schemas']['Checklist'];
export type Step = Checklist['steps'][number];

const SUBJECTS = ['organization', 'person', 'team', 'category', 'request_type'];

translateLive(({ subject_type }) => (SUBJECTS.includes(subject_type) ? [['setup']] : []));

export const checklistQuery = queryOptions({
  queryKey: ['setup'],
  queryFn: ({ signal }) => read(api.GET('/api/v1/setup/checklist', { signal })),
});

function useChange<Value>(change: (value: Value) => Promise<unknown>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () => queries.invalidateQueries({ queryKey: checklistQuery.queryKey }),
  });
}

/** Mark a step as not needed, or take it up again. */
export const useSkip = () =>
  useChange(({ step, skip }: { step: Step['key']; skip: boolean }) => {
    const path = { params: { path: { step } } };
    return skip
      ? api.POST('/api/v1/setup/checklist/{step}/skip', path)
      : api.DELETE('/api/v1/setup/checklist/{step}/skip', path);
  });

/** Put the list away for everybody, or bring it back. */
export const useDismiss = () =>
  useChange((dismiss: boolean) =>
    dismiss
      ? api.POST('/api/v1/setup/checklist/dismiss')
      : api.DELETE('/api/v1/setup/checklist/dismiss'),
  );
