import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';

import { type FormValues, payloadOf, type Target } from '@/features/dispatch/lib/form';
import type { Automatic, OutsideTicket, Payloads, Switches } from '@/features/dispatch/lib/types';
import { api, read } from '@/shared/api/client';
import { translateLive } from '@/shared/api/live';
import type { components } from '@/shared/api/schema';

type Wire = components['schemas']['JobDispatch'];

translateLive(({ name, subject_type }) => {
  if (subject_type === 'outside_ticket') return [['outsideTickets']];
  if (name === 'dispatch.settings_changed') return [['dispatchSettings']];
  return [];
});

const listKey = (job: string) => ['outsideTickets', job] as const;

export const ticketsQuery = (job: string) =>
  queryOptions({
    queryKey: listKey(job),
    queryFn: ({ signal }) =>
      read(api.GET('/api/v1/rca/jobs/{id}/tickets', { signal, params: { path: { id: job } } })),
  });

/** What the analysis says on each platform. */
export const payloadsQuery = (job: string) =>
  queryOptions({
    queryKey: ['outsidePayloads', job],
    queryFn: ({ signal }) =>
      read(api.GET('/api/v1/rca/jobs/{id}/payloads', { signal, params: { path: { id: job } } })),
    staleTime: 0,
  });

export const switchesQuery = queryOptions({
  queryKey: ['dispatchSettings', 'switches'],
  queryFn: ({ signal }) => read(api.GET('/api/v1/tickets/settings/state', { signal })),
});

export const automaticQuery = queryOptions({
  queryKey: ['dispatchSettings', 'automatic'],
  queryFn: ({ signal }) => read(api.GET('/api/v1/tickets/settings/automatic', { signal })),
});

/** Ask the platforms what they say now. */
export function useRefreshTickets(job: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () =>
      read(
        api.GET('/api/v1/rca/jobs/{id}/tickets', {
          params: { path: { id: job }, query: { refresh: true } },
        }),
      ),
    onSuccess: (found) => queries.setQueryData(listKey(job), { ...found, skipped: [] }),
  });
}

export type Wanted = {
  target: Target;
  values: FormValues;
  payloads: Payloads;
  isPreview: boolean;
};

/** Create the ticket, or both; a preview sends nothing and shows what would be sent. */
export function useCreateTickets(job: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({
      target,
      values,
      payloads,
      isPreview,
    }: Wanted): Promise<OutsideTicket[]> => {
      if (target === 'both') {
        const body = {
          job_id: job,
          servicenow_payload: payloadOf('servicenow', values, payloads),
          jira_payload: payloadOf('jira', values, payloads),
          dry_run: isPreview,
        } as Wire;
        const made = await read(api.POST('/api/v1/tickets/dispatch', { body }));
        return made?.tickets ?? [];
      }
      const payload = payloadOf(target, values, payloads) as NonNullable<Wire['jira_payload']>;
      const body = { job_id: job, platform: target, payload, dry_run: isPreview };
      const one = await read(api.POST('/api/v1/tickets', { body }));
      return one ? [one] : [];
    },
    onSettled: () => queries.invalidateQueries({ queryKey: listKey(job) }),
  });
}

/** Store the switches and what analyses do by themselves; only what was changed is sent. */
export function useSaveSettings() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (wanted: { switches?: Switches; automatic?: Automatic }) => {
      const { switches, automatic } = wanted;
      const saved = switches
        ? await read(api.PUT('/api/v1/tickets/settings/state', { body: switches }))
        : undefined;
      if (automatic) await read(api.PUT('/api/v1/tickets/settings/automatic', { body: automatic }));
      return saved?.notice ?? '';
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: ['dispatchSettings'] }),
  });
}
