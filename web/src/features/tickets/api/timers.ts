import { queryOptions, useMutation } from '@tanstack/react-query';

import { api, read } from '@/shared/api/client';
import type { components } from '@/shared/api/schema';

import { useRefreshTicket } from './comments';

type Schemas = components['schemas'];

const at = (id: string) => ({ params: { path: { ref: id } } });

/** The timers that run on a ticket; they run on the server, whatever happens to this tab. */
export const timerQuery = (id: string) =>
  queryOptions({
    queryKey: ['ticket', id, 'timer'],
    queryFn: ({ signal }) =>
      read(api.GET('/api/v1/desk/tickets/{ref}/timer', { ...at(id), signal })),
  });

export function useTimer(id: string) {
  const onSuccess = useRefreshTicket(id);
  const start = useMutation({
    mutationFn: () => read(api.POST('/api/v1/desk/tickets/{ref}/timer', at(id))),
    onSuccess,
  });
  const stop = useMutation({
    mutationFn: (body: Schemas['TimerStop']) =>
      read(api.POST('/api/v1/desk/tickets/{ref}/timer/stop', { ...at(id), body })),
    onSuccess,
  });
  const forget = useMutation({
    mutationFn: () => api.DELETE('/api/v1/desk/tickets/{ref}/timer', at(id)),
    onSuccess,
  });
  return { start, stop, forget };
}

export function useChangeTime(id: string) {
  const onSuccess = useRefreshTicket(id);
  return useMutation({
    mutationFn: ({ entry, ...body }: Schemas['TimePatch'] & { entry: string }) =>
      read(
        api.PATCH('/api/v1/desk/tickets/{ref}/time-tracking/{id}', {
          params: { path: { ref: id, id: entry } },
          body,
        }),
      ),
    onSuccess,
  });
}
