import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';

import { api, read } from '@/shared/api/client';
import { onLive } from '@/shared/api/live';
import { useMay, useMe } from '@/shared/api/me';

import type { PersonHere } from './presence';

const MOST = 100;
const REST = 1000;
const AGAIN = 30_000;
const NOBODY: ReadonlyMap<string, readonly PersonHere[]> = new Map();

/** Who has which of the rows in sight open, by ticket. */
export function useListPresence(
  ids: readonly string[],
): ReadonlyMap<string, readonly PersonHere[]> {
  const queries = useQueryClient();
  const works = useMay('ticket:read_internal');
  const { person } = useMe();
  const tickets = ids.slice(0, MOST).join(',');
  const { data = NOBODY } = useQuery({
    queryKey: ['presence', 'list', tickets],
    queryFn: async ({ signal }) => {
      const { data: found } = await read(
        api.GET('/api/v1/desk/presence', { params: { query: { tickets } }, signal }),
      );
      const others = found.map(
        ({ ticket_id, people }) =>
          [ticket_id, people.filter(({ id }) => id !== person.id)] as const,
      );
      return new Map(others.filter(([, people]) => people.length > 0));
    },
    enabled: works && tickets !== '',
    placeholderData: keepPreviousData,
    staleTime: REST,
    // Who went silent goes without an event.
    refetchInterval: AGAIN,
  });
  useEffect(() => {
    let timer: number | undefined;
    const look = () => {
      timer = undefined;
      void queries.invalidateQueries({ queryKey: ['presence', 'list'] });
    };
    const stop = onLive(({ subject_type }) => {
      if (subject_type === 'presence') timer ??= window.setTimeout(look, REST);
    });
    return () => {
      stop();
      window.clearTimeout(timer);
    };
  }, [queries]);
  return works ? data : NOBODY;
}
