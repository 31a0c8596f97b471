import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';

import { changedCards, differences, inPlace } from '@/features/board/lib/cards';
import { useTouched } from '@/shared/api/useTouched';

import { type BoardCards, cardsKey, readCards, type View } from './boards';
import { atRest } from './useMove';

const COALESCE = 600;
const TINT = 1300;
const NONE: ReadonlySet<string> = new Set();

export type LiveBoard = {
  /** Cards that would move, appear or leave if the newest board were drawn. */
  waiting: number;
  /** Cards changed by somebody else a moment ago. */
  tinted: ReadonlySet<string>;
  /** Draw the newest board. */
  takeIn: () => Promise<void>;
  /** While held, no card changes its place: a pointer is over them, or one is being dragged. */
  hold: (held: boolean) => void;
};

/** Keep a board fresh without a card slipping away under the pointer. */
export function useLiveBoard(view: View): LiveBoard {
  const queries = useQueryClient();
  const [waiting, setWaiting] = useState(0);
  const [tinted, setTinted] = useState<ReadonlySet<string>>(NONE);
  const held = useRef(false);
  const latest = useRef(view);
  latest.current = view;
  const key = JSON.stringify(view);

  const look = useCallback(
    async (touched: ReadonlySet<string>): Promise<void> => {
      const wanted = latest.current;
      const queryKey = cardsKey(wanted);
      const rest = atRest();
      const fresh = await readCards(wanted);
      if (rest === undefined || rest !== atRest()) {
        // Read before a move was stored, it would take the card back for a moment.
        window.setTimeout(() => void look(touched).catch(() => undefined), COALESCE);
        return;
      }
      const shown = queries.getQueryData<BoardCards>(queryKey);
      if (!shown) return;
      const moves = differences(shown, fresh);
      const stays = held.current && moves > 0;
      setWaiting(stays ? moves : 0);
      queries.setQueryData(queryKey, stays ? inPlace(shown, fresh) : fresh);
      setTinted(new Set([...changedCards(shown, fresh)].filter((id) => touched.has(id))));
    },
    [queries],
  );

  const state = () => queries.getQueryState(cardsKey(latest.current));
  const asked = {
    place: key,
    wait: COALESCE,
    readAt: () => state()?.dataUpdatedAt,
    isReading: () => state()?.fetchStatus === 'fetching',
    look,
  };
  useTouched({ ...asked, kind: 'ticket' });
  // Columns and limits come with the cards.
  useTouched({ ...asked, kind: 'board' });

  // biome-ignore lint/correctness/useExhaustiveDependencies: another board has other news
  useEffect(() => setWaiting(0), [key]);

  useEffect(() => {
    if (tinted.size === 0) return;
    const timer = window.setTimeout(() => setTinted(NONE), TINT);
    return () => window.clearTimeout(timer);
  }, [tinted]);

  const takeIn = useCallback(async () => {
    setWaiting(0);
    await queries.invalidateQueries({ queryKey: cardsKey(latest.current) });
  }, [queries]);

  const hold = useCallback(
    (next: boolean) => {
      held.current = next;
      if (!next && waiting > 0) void takeIn();
    },
    [takeIn, waiting],
  );
  return { waiting, tinted, takeIn, hold };
}
