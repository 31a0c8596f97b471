import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';

import { api, read } from '@/shared/api/client';
import type { components } from '@/shared/api/schema';

type Schemas = components['schemas'];
export type NewComment = Schemas['CommentCreate'];

/** Everything that shows what hangs on a ticket is read again. */
export function useRefreshTicket(id: string) {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: ['ticket', id] });
}

/** Write a comment anew; allowed for a while. */
export function useEditComment(id: string) {
  const onSuccess = useRefreshTicket(id);
  return useMutation({
    mutationFn: ({ comment, body, version }: { comment: string; body: string; version: number }) =>
      read(
        api.PATCH('/api/v1/desk/tickets/{ref}/comments/{id}', {
          params: { path: { ref: id, id: comment } },
          body: { body, version },
        }),
      ),
    onSuccess,
  });
}

export function useDeleteComment(id: string) {
  const onSuccess = useRefreshTicket(id);
  return useMutation({
    mutationFn: (comment: string) =>
      api.DELETE('/api/v1/desk/tickets/{ref}/comments/{id}', {
        params: { path: { ref: id, id: comment } },
      }),
    onSuccess,
  });
}

/** A canned reply with the values of the ticket in place of its variables. */
export const renderedReplyQuery = (id: string, reply: string) =>
  queryOptions({
    queryKey: ['renderedReply', id, reply],
    queryFn: ({ signal }) =>
      read(
        api.POST('/api/v1/desk/tickets/{ref}/render', {
          params: { path: { ref: id } },
          body: { canned_reply_id: reply },
          signal,
        }),
      ),
    staleTime: 30_000,
  });
