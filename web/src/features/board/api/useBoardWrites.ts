import { useMutation, useQueryClient } from '@tanstack/react-query';

import { api, read } from '@/shared/api/client';
import type { components } from '@/shared/api/schema';

import type { Board } from './boards';

export type BoardDraft = components['schemas']['BoardCreate'];

/** Make, change and delete boards; what is stored is shown at once. */
export function useBoardWrites() {
  const queries = useQueryClient();
  const onSuccess = async () => {
    await queries.invalidateQueries({ queryKey: ['boards'] });
    void queries.invalidateQueries({ queryKey: ['board'] });
  };
  const save = useMutation({
    mutationFn: ({ board, draft }: { board: Board | null; draft: BoardDraft }) =>
      board
        ? read(
            api.PATCH('/api/v1/boards/{id}', {
              params: { path: { id: board.id } },
              body: { ...draft, version: board.version },
            }),
          )
        : read(api.POST('/api/v1/boards', { body: draft })),
    onSuccess,
  });
  const remove = useMutation({
    mutationFn: ({ id }: Board) => api.DELETE('/api/v1/boards/{id}', { params: { path: { id } } }),
    onSuccess,
  });
  return { save, remove };
}
