import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';

import { api, read } from '@/shared/api/client';
import { asProblem } from '@/shared/api/problem';

import type { TicketRow } from './types';

const mergeOne = (id: string, into: string, dry_run: boolean) =>
  read(
    api.POST('/api/v1/desk/tickets/{ref}/merge', {
      params: { path: { ref: id } },
      body: { into, dry_run },
    }),
  );

/** What merging all of these would move; nothing is written. */
const lookQuery = (into: string, ids: readonly string[]) =>
  queryOptions({
    // Not below the ticket: its news must not ask again for what was merged meanwhile.
    queryKey: ['mergeMany', into, ids],
    queryFn: async () => {
      const plans = await Promise.all(ids.map((id) => mergeOne(id, into, true)));
      return {
        comments: plans.reduce((sum, plan) => sum + plan.comments, 0),
        warnings: [...new Set(plans.flatMap((plan) => plan.warnings))],
      };
    },
    gcTime: 0,
    retry: false,
  });

type Wanted = { into: string; tickets: readonly TicketRow[] };

/** One ticket after the other; those that cannot be merged say why, and the rest goes on. */
async function mergeAll({ into, tickets }: Wanted) {
  const failures: { number: string; error: string }[] = [];
  for (const { id, number } of tickets) {
    try {
      await mergeOne(id, into, false);
    } catch (error) {
      failures.push({ number, error: asProblem(error).message });
    }
  }
  return { merged: tickets.length - failures.length, failures };
}

/** Put several tickets into one that goes on. */
export function useMergeMany() {
  const queries = useQueryClient();
  const merge = useMutation({
    mutationFn: mergeAll,
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['ticket'] });
      void queries.invalidateQueries({ queryKey: ['tickets'] });
    },
  });
  return { lookQuery, merge };
}
