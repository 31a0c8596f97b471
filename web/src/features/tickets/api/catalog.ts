import { queryOptions } from '@tanstack/react-query';

import { api, read } from '@/shared/api/client';
import { translateLive } from '@/shared/api/live';
import type { components } from '@/shared/api/schema';
import type { TicketType } from '@/shared/lib/vocabulary';

type Schemas = components['schemas'];
export type CustomField = Schemas['CustomFieldRead'];

const ALL = 2000;
const HANDFUL = 20;
const staleTime = 5 * 60_000;

const SUBJECTS = [
  'category',
  'custom_field',
  'tag',
  'ticket_template',
  'canned_reply',
  'sub_status',
  'resolution_code',
];

translateLive(({ subject_type, name }) =>
  SUBJECTS.includes(subject_type) || name.startsWith('priority') ? [['catalog']] : [],
);

export const categoriesQuery = queryOptions({
  queryKey: ['catalog', 'categories'],
  queryFn: ({ signal }) =>
    read(
      api.GET('/api/v1/categories', { params: { query: { active: true, limit: ALL } }, signal }),
    ),
  select: ({ data }) => data,
  staleTime,
});

export const customFieldsQuery = queryOptions({
  queryKey: ['catalog', 'customFields'],
  queryFn: ({ signal }) =>
    read(
      api.GET('/api/v1/custom-fields', { params: { query: { active: true, limit: ALL } }, signal }),
    ),
  select: ({ data }) => data,
  staleTime,
});

/** The fields that tickets of one type have; no list means all types. */
export const fieldsFor = (fields: readonly CustomField[] | undefined, type: TicketType) =>
  (fields ?? []).filter(({ applies_to }) => applies_to.length === 0 || applies_to.includes(type));

export const templatesQuery = queryOptions({
  queryKey: ['catalog', 'templates'],
  queryFn: ({ signal }) =>
    read(
      api.GET('/api/v1/ticket-templates', {
        params: { query: { active: true, limit: ALL } },
        signal,
      }),
    ),
  select: ({ data }) => data,
  staleTime,
});

export const repliesQuery = queryOptions({
  queryKey: ['catalog', 'replies'],
  queryFn: ({ signal }) =>
    read(api.GET('/api/v1/canned-replies', { params: { query: { limit: ALL } }, signal })),
  select: ({ data }) => data,
  staleTime,
});

export const resolutionCodesQuery = queryOptions({
  queryKey: ['catalog', 'resolutionCodes'],
  queryFn: ({ signal }) =>
    read(
      api.GET('/api/v1/resolution-codes', {
        params: { query: { active: true, limit: ALL } },
        signal,
      }),
    ),
  select: ({ data }) => data,
  staleTime,
});

export const subStatusesQuery = queryOptions({
  queryKey: ['catalog', 'subStatuses'],
  queryFn: ({ signal }) =>
    read(
      api.GET('/api/v1/sub-statuses', { params: { query: { active: true, limit: ALL } }, signal }),
    ),
  select: ({ data }) => data,
  staleTime,
});

export const tagsQuery = queryOptions({
  queryKey: ['catalog', 'tags'],
  queryFn: ({ signal }) =>
    read(api.GET('/api/v1/tags', { params: { query: { limit: ALL } }, signal })),
  select: ({ data }) => data,
  staleTime,
});

/** Which priority follows from impact and urgency. */
export const matrixQuery = queryOptions({
  queryKey: ['catalog', 'matrix'],
  queryFn: ({ signal }) => read(api.GET('/api/v1/priorities/matrix', { signal })),
  select: ({ cells }) => cells,
  staleTime,
});

/** Configuration items to choose from. */
export const itemChoicesQuery = (q: string) =>
  queryOptions({
    queryKey: ['cmdb', 'choices', q],
    queryFn: ({ signal }) =>
      read(
        api.GET('/api/v1/cmdb/items', {
          params: { query: { limit: HANDFUL, ...(q ? { q } : {}) } },
          signal,
        }),
      ),
    select: ({ data }) => data,
    staleTime: 60_000,
  });
