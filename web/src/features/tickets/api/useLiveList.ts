import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';

import { sortNews } from '@/features/tickets/lib/newer';
import type { Wanted } from '@/features/tickets/lib/search';
import { useTouched } from '@/shared/api/useTouched';

import {
  listKey,
  listParams,
  readNumbers,
  readRows,
  replaceRows,
  rowsOf,
  type TicketPages,
} from './list';
import type { TicketRow } from './types';

const COALESCE = 700;
const TINT = 1300;
const LOOK = 100;
/** Header dates have no fractions of a second. */
const SLACK = 2000;

const NONE: ReadonlySet<string> = new Set();

export type LiveList = {
  /** Tickets of this list that are not shown yet. */
  waiting: number;
  /** Rows of tickets that were deleted since; they leave with the next look at the list. */
  gone: ReadonlySet<string>;
  /** Rows changed by somebody else a moment ago. */
  tinted: ReadonlySet<string>;
  /** Read the list again from its start. */
  takeIn: () => Promise<void>;
};

/** Rows the filters may no longer match are read by number, so that they show their new state. */
async function readStrays(shown: readonly TicketRow[], touched: ReadonlySet<string>) {
  const strays = shown.filter(({ id }) => touched.has(id)).slice(0, LOOK);
  if (strays.length === 0) return { rows: [], gone: [] };
  const { data: rows } = await readNumbers(strays.map(({ number }) => number));
  const left = new Set(rows.map(({ id }) => id));
  return { rows, gone: strays.map(({ id }) => id).filter((id) => !left.has(id)) };
}

/**
 * Keep a list fresh without moving a row: shown rows change in their place and are tinted,
 * new ones wait behind a pill until somebody asks for them.
 */
export function useLiveList(wanted: Wanted): LiveList {
  const queries = useQueryClient();
  const [waiting, setWaiting] = useState<ReadonlySet<string>>(NONE);
  const [tinted, setTinted] = useState<ReadonlySet<string>>(NONE);
  const [gone, setGone] = useState<ReadonlySet<string>>(NONE);
  const key = JSON.stringify(wanted);
  const latest = useRef(wanted);
  latest.current = wanted;

  const look = useCallback(
    async (touched: ReadonlySet<string>) => {
      const queryKey = listKey(latest.current);
      const pages = queries.getQueryData<TicketPages>(queryKey);
      const since = pages?.pages[0]?.asOf;
      if (!since || latest.current.q) return;
      const shown = rowsOf(pages);
      const from = new Date(Date.parse(since) - SLACK).toISOString();
      const [fresh, strays] = await Promise.all([
        readRows({ ...listParams(latest.current), updated_from: from, limit: LOOK }),
        readStrays(shown, touched),
      ]);
      const matching = sortNews(shown, fresh.data);
      const changed = new Map([...sortNews(shown, strays.rows).changed, ...matching.changed]);
      setWaiting(new Set(matching.waiting));
      if (strays.gone.length > 0) setGone((now) => new Set([...now, ...strays.gone]));
      if (changed.size === 0) return;
      queries.setQueryData<TicketPages>(queryKey, (now) => now && replaceRows(now, changed));
      setTinted(new Set([...changed.keys()].filter((id) => touched.has(id))));
    },
    [queries],
  );

  const shown = () => queries.getQueryState(listKey(latest.current));
  useTouched({
    kind: 'ticket',
    place: key,
    wait: COALESCE,
    readAt: () => shown()?.dataUpdatedAt,
    isReading: () => shown()?.fetchStatus === 'fetching',
    look,
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: another list has other news
  useEffect(() => setWaiting(NONE), [key]);

  useEffect(() => {
    if (tinted.size === 0) return;
    const timer = window.setTimeout(() => setTinted(NONE), TINT);
    return () => window.clearTimeout(timer);
  }, [tinted]);

  const takeIn = useCallback(async () => {
    setWaiting(NONE);
    const queryKey = listKey(latest.current);
    queries.setQueryData<TicketPages>(
      queryKey,
      (now) => now && { pages: now.pages.slice(0, 1), pageParams: now.pageParams.slice(0, 1) },
    );
    await queries.invalidateQueries({ queryKey });
  }, [queries]);

  return { waiting: waiting.size, gone, tinted, takeIn };
}
