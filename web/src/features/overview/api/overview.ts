import { keepPreviousData, queryOptions } from '@tanstack/react-query';

import { WITH_DUE } from '@/features/overview/lib/now';
import { api, read } from '@/shared/api/client';
import { translateLive } from '@/shared/api/live';
import type { components } from '@/shared/api/schema';
import { STATUSES } from '@/shared/lib/vocabulary';

type Schemas = components['schemas'];
export type Overview = Schemas['Analytics'];
export type TicketRow = Schemas['TicketRow'];

/** How often the figures are read again without any event, in minutes. */
export const REFRESH_MINUTES = 2;
const SECOND = 1000;
const MINUTE = 60 * SECOND;

translateLive(({ subject_type }) => (subject_type === 'ticket' ? [['overview']] : []));

/** The figures of the last days; days begin at midnight of the person's zone. */
export const overviewQuery = (days: number, zone: string) =>
  queryOptions({
    queryKey: ['overview', 'figures', { days, zone }],
    queryFn: ({ signal }) =>
      read(
        api.GET('/api/v1/desk/tickets/analytics', { params: { query: { days, zone } }, signal }),
      ),
    placeholderData: keepPreviousData,
    // Dear figures are kept by the server for a while: who was given kept ones asks again when they are renewed.
    refetchInterval: ({ state: { data } }) =>
      Math.min(
        (data?.renews_in_seconds ?? Number.POSITIVE_INFINITY) * SECOND,
        REFRESH_MINUTES * MINUTE,
      ),
  });

const FEW = 7;
const UNFINISHED = STATUSES.slice(0, 5);

/** What the person has to work on, most pressing first, and how much of it there is. */
export const assignedQuery = queryOptions({
  queryKey: ['overview', 'assigned'],
  queryFn: ({ signal }) =>
    read(
      api.GET('/api/v1/desk/tickets', {
        params: {
          query: {
            assignee: ['me'],
            status: [...UNFINISHED],
            sort_by: 'priority',
            sort_direction: 'asc',
            limit: FEW,
            count: true,
          },
        },
        signal,
      }),
    ),
  refetchInterval: REFRESH_MINUTES * MINUTE,
});

/** What is due next on the whole desk. */
export const dueQuery = queryOptions({
  queryKey: ['overview', 'due'],
  queryFn: ({ signal }) =>
    read(
      api.GET('/api/v1/desk/tickets', {
        params: {
          query: {
            status: [...UNFINISHED],
            where: WITH_DUE,
            sort_by: 'due_date',
            sort_direction: 'asc',
            limit: FEW,
            count: true,
          },
        },
        signal,
      }),
    ),
  refetchInterval: REFRESH_MINUTES * MINUTE,
});
