import { queryOptions } from '@tanstack/react-query';

import { api, read } from '@/shared/api/client';
import type { components } from '@/shared/api/schema';

export type OwnField = components['schemas']['CustomFieldRead'];

const params = { query: { active: true, limit: 2000 } } as const;
const staleTime = 5 * 60_000;

export const categoryChoicesQuery = queryOptions({
  queryKey: ['catalog', 'macroCategories'],
  queryFn: ({ signal }) => read(api.GET('/api/v1/categories', { params, signal })),
  select: ({ data }) => data.map(({ id, path }) => ({ value: id, label: path })),
  staleTime,
});

export const ownFieldsQuery = queryOptions({
  queryKey: ['catalog', 'macroFields'],
  queryFn: ({ signal }) => read(api.GET('/api/v1/custom-fields', { params, signal })),
  select: ({ data }) => data,
  staleTime,
});

export const resolutionChoicesQuery = queryOptions({
  queryKey: ['catalog', 'macroResolutions'],
  queryFn: ({ signal }) => read(api.GET('/api/v1/resolution-codes', { params, signal })),
  select: ({ data }) => data.map(({ code, label }) => ({ value: code, label })),
  staleTime,
});

export const tagChoicesQuery = queryOptions({
  queryKey: ['catalog', 'macroTags'],
  queryFn: ({ signal }) =>
    read(api.GET('/api/v1/tags', { params: { query: { limit: 2000 } }, signal })),
  select: ({ data }) => data.map(({ name }) => ({ value: name, label: name })),
  staleTime,
});
