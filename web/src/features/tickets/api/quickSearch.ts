import { keepPreviousData, queryOptions } from '@tanstack/react-query';

import { api, read } from '@/shared/api/client';

import { isNumber } from './list';

const HANDFUL = 6;

/** A last word of a few letters is still being written; shorter ones begin too many words. */
const isBegun = (query: string) => (query.trim().split(/\s+/).at(-1) ?? '').length >= 3;

type Facts = { id: string; number: string; title: string; status: string; priority: string };

const inShort = ({ id, number, title, status, priority }: Facts): Facts => ({
  id,
  number,
  title,
  status,
  priority,
});

/** A handful of tickets while somebody types: by number, or by words. */
export const quickSearchQuery = (query: string) =>
  queryOptions({
    queryKey: ['tickets', 'quick', query],
    queryFn: async ({ signal }) => {
      if (isNumber(query)) {
        const params = { query: { q: query, limit: HANDFUL } };
        const { data } = await read(api.GET('/api/v1/desk/tickets', { params, signal }));
        return { data: data.map(inShort) };
      }
      const params = { query: { q: query, limit: HANDFUL, typing: isBegun(query) } };
      const { data } = await read(api.GET('/api/v1/desk/tickets/search', { params, signal }));
      return { data: data.map(inShort) };
    },
    enabled: query.length >= 2,
    placeholderData: keepPreviousData,
    staleTime: 15_000,
  });
