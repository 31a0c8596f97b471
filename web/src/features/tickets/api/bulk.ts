import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query';

import type { ViewQuery } from '@/features/tickets/lib/savedViews';
import { api, read } from '@/shared/api/client';
import type { components } from '@/shared/api/schema';

import { rowsOf, type TicketPages } from './list';
import { showAtOnce, ticketQuery } from './ticket';
import type { Ticket } from './types';

type Schemas = components['schemas'];
export type BulkAnswer = Schemas['BulkAnswer'];
export type BulkResult = Schemas['BulkResult'];
export type BulkSet = Schemas['BulkSet'];

/** As many tickets as one call takes. */
export const MOST_IN_BULK = 2000;

/** The tickets meant: those ticked, or all that meet the filters of a list. */
export type BulkTarget = { ids: readonly string[] } | { filter: ViewQuery };

export type BulkChange = BulkTarget & {
  set: BulkSet;
  /** What the rows show at once. */
  shown: Partial<Ticket>;
  comment?: string | undefined;
};

/** What the change will cover on the screen, to be able to show it again. */
function remember(
  queries: QueryClient,
  { shown, ...change }: BulkChange,
): Map<string, Partial<Ticket>> {
  const rows = queries
    .getQueriesData<TicketPages>({ queryKey: ['tickets', 'list'] })
    .flatMap(([, pages]) => rowsOf(pages));
  const known = new Map(rows.map((row) => [row.id, row as Partial<Ticket>]));
  const fields = Object.keys(shown) as (keyof Ticket)[];
  const ids = 'ids' in change ? change.ids : [];
  return new Map(
    ids.flatMap((id) => {
      const ticket = queries.getQueryData(ticketQuery(id).queryKey) ?? known.get(id);
      if (!ticket) return [];
      return [[id, Object.fromEntries(fields.map((field) => [field, ticket[field]]))]];
    }),
  );
}

function useRefresh() {
  const queries = useQueryClient();
  return (answer: BulkAnswer) => {
    // The versions go into the rows, so that the echo of the change is no news.
    const versions = answer.results.flatMap(({ ok, id, version }) =>
      ok && version ? [[id, { version }] as const] : [],
    );
    showAtOnce(queries, new Map(versions));
    const touched = new Set<unknown>(answer.results.map(({ id }) => id));
    void queries.invalidateQueries({
      predicate: ({ queryKey }) => queryKey[0] === 'ticket' && touched.has(queryKey[1]),
    });
    void queries.invalidateQueries({ queryKey: ['tickets'] });
  };
}

const bodyOf = (target: BulkTarget) =>
  'ids' in target ? { ids: [...target.ids] } : { filter: target.filter };

/** What a change would do to each ticket; nothing is written. */
export const lookAtBulk = (target: BulkTarget, set: BulkSet) =>
  read(
    api.POST('/api/v1/desk/tickets/bulk-update', {
      body: { ...bodyOf(target), set, dry_run: true },
    }),
  );

/** One change for many tickets: shown at once, taken back on those that refuse it. */
export function useBulk() {
  const queries = useQueryClient();
  const refresh = useRefresh();
  return useMutation({
    mutationFn: ({ set, comment, ...target }: BulkChange) =>
      read(
        api.POST('/api/v1/desk/tickets/bulk-update', {
          body: { ...bodyOf(target), set, ...(comment ? { comment } : {}) },
        }),
      ),
    onMutate: (change) => {
      const before = remember(queries, change);
      const { shown } = change;
      showAtOnce(queries, new Map([...before.keys()].map((id) => [id, shown])));
      return { before };
    },
    onError: (_, __, kept) => {
      if (kept) showAtOnce(queries, kept.before);
    },
    onSuccess: (answer, _, { before }) => {
      const refused = new Set(answer.results.filter(({ ok }) => !ok).map(({ id }) => id));
      showAtOnce(queries, new Map([...before].filter(([id]) => refused.has(id))));
      refresh(answer);
    },
  });
}

/** Give the tickets their old values back where nobody changed them since. */
export function useBulkUndo() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (undo_token: string) =>
      read(api.POST('/api/v1/desk/tickets/bulk-update/undo', { body: { undo_token } })),
    onSuccess: refresh,
  });
}
