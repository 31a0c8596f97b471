import { queryOptions, useQueryClient } from '@tanstack/react-query';

import { api, read } from '@/shared/api/client';
import { translateLive } from '@/shared/api/live';
import type { components } from '@/shared/api/schema';

type Schemas = components['schemas'];
export type Category = Schemas['CategoryRead'];
export type CustomField = Schemas['CustomFieldRead'];
export type Template = Schemas['TemplateRead'];
export type Reply = Schemas['ReplyRead'];
export type SubStatus = Schemas['SubStatusRead'];
export type ResolutionCode = Schemas['ResolutionCodeRead'];
export type CatalogTag = Schemas['TagRead'];
export type PriorityEntry = Schemas['PriorityRead'];
export type Cell = Schemas['MatrixCell'];
export type UsedEntry = 'category' | 'custom_field' | 'sub_status' | 'resolution_code' | 'tag';

const ALL = 2000;
const SUBJECTS = [
  'category',
  'custom_field',
  'ticket_template',
  'canned_reply',
  'sub_status',
  'resolution_code',
  'tag',
];

translateLive(({ name, subject_type }) =>
  SUBJECTS.includes(subject_type) || name.startsWith('priority') ? [['catalog']] : [],
);

const keyOf = (list: string) => ['catalog', 'settings', list] as const;
const everything = { params: { query: { limit: ALL } } };

export const categoriesQuery = queryOptions({
  queryKey: keyOf('categories'),
  queryFn: ({ signal }) => read(api.GET('/api/v1/categories', { ...everything, signal })),
});

export const fieldsQuery = queryOptions({
  queryKey: keyOf('fields'),
  queryFn: ({ signal }) => read(api.GET('/api/v1/custom-fields', { ...everything, signal })),
});

export const templatesQuery = queryOptions({
  queryKey: keyOf('templates'),
  queryFn: ({ signal }) => read(api.GET('/api/v1/ticket-templates', { ...everything, signal })),
});

export const repliesQuery = queryOptions({
  queryKey: keyOf('replies'),
  queryFn: ({ signal }) => read(api.GET('/api/v1/canned-replies', { ...everything, signal })),
});

export const subStatusesQuery = queryOptions({
  queryKey: keyOf('subStatuses'),
  queryFn: ({ signal }) => read(api.GET('/api/v1/sub-statuses', { ...everything, signal })),
});

export const codesQuery = queryOptions({
  queryKey: keyOf('codes'),
  queryFn: ({ signal }) => read(api.GET('/api/v1/resolution-codes', { ...everything, signal })),
});

export const tagsQuery = queryOptions({
  queryKey: keyOf('tags'),
  queryFn: ({ signal }) => read(api.GET('/api/v1/tags', { ...everything, signal })),
});

export const prioritiesQuery = queryOptions({
  queryKey: keyOf('priorities'),
  queryFn: ({ signal }) => read(api.GET('/api/v1/priorities', { signal })),
});

export const matrixQuery = queryOptions({
  queryKey: keyOf('matrix'),
  queryFn: ({ signal }) => read(api.GET('/api/v1/priorities/matrix', { signal })),
});

/** How many tickets use each entry, by its id or key. */
export const usageQuery = (entry: UsedEntry) =>
  queryOptions({
    queryKey: keyOf(`usage.${entry}`),
    queryFn: ({ signal }) =>
      read(api.GET('/api/v1/catalog/usage', { params: { query: { entry } }, signal })),
    select: ({ data }) => new Map(data.map(({ key, tickets }) => [key, tickets])),
  });

/** Everywhere a category or a custom field is used. */
export const usesQuery = (entry: 'category' | 'custom_field', id: string) =>
  queryOptions({
    queryKey: ['catalog', 'uses', entry, id],
    queryFn: ({ signal }) =>
      read(api.GET('/api/v1/setup/uses/{entry}/{id}', { params: { path: { entry, id } }, signal })),
    select: ({ data }) => data,
  });

/** Read again what is on the screen, and the counts of the checklist. */
export function useRefresh() {
  const queries = useQueryClient();
  return () =>
    Promise.all(
      [['catalog'], ['setup']].map((queryKey) => queries.invalidateQueries({ queryKey })),
    );
}
