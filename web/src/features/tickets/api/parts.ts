import { queryOptions, useMutation } from '@tanstack/react-query';

import { api, read } from '@/shared/api/client';
import type { components } from '@/shared/api/schema';

import { useRefreshTicket } from './comments';

type Schemas = components['schemas'];
export type LinkType = Schemas['LinkCreate']['type'];
export type NewTime = Schemas['TimeCreate'];
export type Approval = Schemas['ApprovalRead'];
export type StoredFile = Schemas['TicketAttachmentRead'];

const at = (id: string) => ({ params: { path: { ref: id } } });

export const watchersQuery = (id: string) =>
  queryOptions({
    queryKey: ['ticket', id, 'watchers'],
    queryFn: ({ signal }) =>
      read(api.GET('/api/v1/desk/tickets/{ref}/watchers', { ...at(id), signal })),
    select: ({ data }) => data,
  });

export const filesQuery = (id: string) =>
  queryOptions({
    queryKey: ['ticket', id, 'files'],
    queryFn: ({ signal }) =>
      read(api.GET('/api/v1/desk/tickets/{ref}/attachments', { ...at(id), signal })),
    select: ({ data }) => data,
  });

export const timeQuery = (id: string) =>
  queryOptions({
    queryKey: ['ticket', id, 'time'],
    queryFn: ({ signal }) =>
      read(api.GET('/api/v1/desk/tickets/{ref}/time-tracking', { ...at(id), signal })),
  });

export const linksQuery = (id: string) =>
  queryOptions({
    queryKey: ['ticket', id, 'links'],
    queryFn: ({ signal }) =>
      read(api.GET('/api/v1/desk/tickets/{ref}/links', { ...at(id), signal })),
    select: ({ data }) => data,
  });

export const itemsQuery = (id: string) =>
  queryOptions({
    queryKey: ['ticket', id, 'items'],
    queryFn: ({ signal }) => read(api.GET('/api/v1/desk/tickets/{ref}/cis', { ...at(id), signal })),
    select: ({ data }) => data,
  });

export const approvalsQuery = (id: string) =>
  queryOptions({
    queryKey: ['ticket', id, 'approvals'],
    queryFn: ({ signal }) =>
      read(api.GET('/api/v1/desk/tickets/{ref}/approvals', { ...at(id), signal })),
  });

/** A write on what hangs on a ticket; everything that shows the ticket is read again. */
function usePart<Input>(id: string, send: (input: Input) => Promise<unknown>) {
  const onSuccess = useRefreshTicket(id);
  return useMutation({ mutationFn: send, onSuccess });
}

export const useWatch = (id: string) =>
  usePart(id, (person_id: string) =>
    api.POST('/api/v1/desk/tickets/{ref}/watchers', { ...at(id), body: { person_id } }),
  );

export const useUnwatch = (id: string) =>
  usePart(id, (person_id: string) =>
    api.DELETE('/api/v1/desk/tickets/{ref}/watchers', {
      params: { path: { ref: id }, query: { person_id } },
    }),
  );

export const useRemoveFile = (id: string) =>
  usePart(id, (file: string) =>
    api.DELETE('/api/v1/desk/tickets/{ref}/attachments/{id}', {
      params: { path: { ref: id, id: file } },
    }),
  );

export const useLogTime = (id: string) =>
  usePart(id, (body: NewTime) =>
    api.POST('/api/v1/desk/tickets/{ref}/time-tracking', { ...at(id), body }),
  );

export const useRemoveTime = (id: string) =>
  usePart(id, (entry: string) =>
    api.DELETE('/api/v1/desk/tickets/{ref}/time-tracking/{id}', {
      params: { path: { ref: id, id: entry } },
    }),
  );

export const useAddLink = (id: string) =>
  usePart(id, (body: Schemas['LinkCreate']) =>
    api.POST('/api/v1/desk/tickets/{ref}/links', { ...at(id), body }),
  );

export const useRemoveLink = (id: string) =>
  usePart(id, (link: string) =>
    api.DELETE('/api/v1/desk/tickets/{ref}/links/{id}', {
      params: { path: { ref: id, id: link } },
    }),
  );

export const useAddItem = (id: string) =>
  usePart(id, (ci_id: string) =>
    api.POST('/api/v1/desk/tickets/{ref}/cis', { ...at(id), body: { ci_id } }),
  );

export const useRemoveItem = (id: string) =>
  usePart(id, (item: string) =>
    api.DELETE('/api/v1/desk/tickets/{ref}/cis/{ci_id}', {
      params: { path: { ref: id, ci_id: item } },
    }),
  );

export const useAskApproval = (id: string) =>
  usePart(id, (body: Schemas['ApprovalCreate']) =>
    api.POST('/api/v1/desk/tickets/{ref}/approvals', { ...at(id), body }),
  );

export const useDecide = (id: string) =>
  usePart(id, ({ approval, ...body }: Schemas['Decision'] & { approval: string }) =>
    api.POST('/api/v1/desk/tickets/{ref}/approvals/{id}/decision', {
      params: { path: { ref: id, id: approval } },
      body,
    }),
  );

export const useCallOff = (id: string) =>
  usePart(id, (approval: string) =>
    api.DELETE('/api/v1/desk/tickets/{ref}/approvals/{id}', {
      params: { path: { ref: id, id: approval } },
    }),
  );
