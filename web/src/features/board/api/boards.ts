import { keepPreviousData, queryOptions } from '@tanstack/react-query';

import type { LaneField } from '@/features/board/lib/search';
import { api, read } from '@/shared/api/client';
import { translateLive } from '@/shared/api/live';
import type { components, paths } from '@/shared/api/schema';

type Schemas = components['schemas'];
export type Board = Schemas['BoardRead'];
export type BoardCards = Schemas['BoardCards'];
export type Card = Schemas['BoardCard'];
export type Cell = Schemas['BoardCell'];
export type Column = Schemas['BoardColumn'];
export type BulkSet = Schemas['BulkSet'];
export type CardParams = NonNullable<
  paths['/api/v1/boards/{id}/cards']['get']['parameters']['query']
>;

const ALL = 2000;

translateLive(({ subject_type }) => (subject_type === 'board' ? [['boards']] : []));

/** All boards: those of the whole desk first. */
export const boardsQuery = queryOptions({
  queryKey: ['boards'],
  queryFn: ({ signal }) =>
    read(api.GET('/api/v1/boards', { params: { query: { limit: 200 } }, signal })),
  select: ({ data }) => data,
});

export type View = {
  board: string;
  columns: string | undefined;
  lanes: LaneField | undefined;
  filters: CardParams;
};

export const cardsKey = (view: View) => ['board', 'cards', view] as const;

export const readCards = ({ board, columns, lanes, filters }: View, signal?: AbortSignal) =>
  read(
    api.GET('/api/v1/boards/{id}/cards', {
      params: {
        path: { id: board },
        query: {
          ...filters,
          ...(columns ? { column_field: columns } : {}),
          ...(lanes ? { lane_field: lanes } : {}),
        },
      },
      ...(signal ? { signal } : {}),
    }),
  );

/** The tickets of a board. It is never read again by itself: see `useLiveBoard`. */
export const cardsQuery = (view: View) =>
  queryOptions({
    queryKey: cardsKey(view),
    queryFn: ({ signal }) => readCards(view, signal),
    placeholderData: keepPreviousData,
    refetchOnWindowFocus: false,
  });

/** Fields a board can have columns of: those of the organisation that are a choice. */
export const choiceFieldsQuery = queryOptions({
  queryKey: ['catalog', 'customFields'],
  queryFn: ({ signal }) =>
    read(
      api.GET('/api/v1/custom-fields', { params: { query: { active: true, limit: ALL } }, signal }),
    ),
  select: ({ data }) => data.filter(({ kind }) => kind === 'select'),
  staleTime: 5 * 60_000,
});
