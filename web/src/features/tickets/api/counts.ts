import { queryOptions, useQueries, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';

import { type TicketSearch, wantedOf } from '@/features/tickets/lib/search';
import { api, read } from '@/shared/api/client';
import { onLive } from '@/shared/api/live';
import { useMay } from '@/shared/api/me';

import { listParams } from './list';

const PLACES = {
  open: {},
  mine: { view: 'mine' },
  unassigned: { view: 'unassigned' },
  waiting: { view: 'waiting' },
} as const satisfies Record<string, TicketSearch>;

type Place = keyof typeof PLACES;
export type ViewCounts = Partial<Record<Place, number>>;

const NAMES = Object.keys(PLACES) as Place[];
const REST = 3000;
const SETTLED = 150;
const LATEST = 2000;

const countQuery = (place: Place) =>
  queryOptions({
    queryKey: ['tickets', 'count', place],
    queryFn: async ({ signal }) => {
      const query = { ...listParams(wantedOf(PLACES[place])), limit: 1, count: true };
      const { page } = await read(api.GET('/api/v1/desk/tickets', { params: { query }, signal }));
      return page.total;
    },
    staleTime: 60_000,
  });

/** Count again after changes, at most every few seconds: under load each second brings some. */
function useRecount(): void {
  const queries = useQueryClient();
  useEffect(() => {
    let timer: number | undefined;
    const recount = () => {
      timer = undefined;
      void queries.invalidateQueries({ queryKey: ['tickets', 'count'] });
    };
    const hear = ({ subject_type }: { subject_type: string }) => {
      if (subject_type === 'ticket') timer ??= window.setTimeout(recount, REST);
    };
    const stop = onLive(hear, { missed: true });
    return () => {
      stop();
      window.clearTimeout(timer);
    };
  }, [queries]);
}

/** What the page itself asks for comes first: the numbers beside the navigation can wait a moment. */
function useAfterThePage(): boolean {
  const queries = useQueryClient();
  const [is, setIs] = useState(false);
  useEffect(() => {
    if (is) return;
    let settled: number | undefined;
    const look = () => {
      window.clearTimeout(settled);
      if (queries.isFetching() === 0) settled = window.setTimeout(() => setIs(true), SETTLED);
    };
    const latest = window.setTimeout(() => setIs(true), LATEST);
    const stop = queries.getQueryCache().subscribe(look);
    look();
    return () => {
      stop();
      window.clearTimeout(settled);
      window.clearTimeout(latest);
    };
  }, [queries, is]);
  return is;
}

/** How many tickets each place of the navigation holds. */
export function useViewCounts(): ViewCounts {
  const sees = useMay('stats:read');
  const now = useAfterThePage();
  useRecount();
  const answers = useQueries({
    queries: NAMES.map((place) => ({
      ...countQuery(place),
      enabled: now && (sees || place === 'open'),
    })),
  });
  return Object.fromEntries(
    NAMES.flatMap((place, index) => {
      const count = answers[index]?.data;
      return typeof count === 'number' ? [[place, count]] : [];
    }),
  );
}
