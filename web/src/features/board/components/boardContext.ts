import type { LinkProps } from '@tanstack/react-router';
import { createContext, useContext } from 'react';

import type { BoardCards, Card } from '@/features/board/api/boards';
import type { Place } from '@/features/board/lib/cards';
import type { ListFilters } from '@/features/board/lib/change';

/** What every part of a board needs. */
export type BoardWork = {
  board: BoardCards;
  /** False: the person may only look. */
  mayMove: boolean;
  /** The card under the pointer that is being dragged. */
  dragging: Card | null;
  /** The card whose menu is open. */
  menuOf: string | null;
  openMenu: (id: string | null) => void;
  tinted: ReadonlySet<string>;
  /** The name of a column's or lane's value in words. */
  wordsFor: (field: string, value: string, label: string | null) => string;
  /** The sentence why a card cannot go to a column; null if it can. */
  refusal: (card: Card, column: string) => string | null;
  move: (card: Card, to: Place) => void;
  listLink: (filters: ListFilters) => LinkProps;
};

export const BoardContext = createContext<BoardWork | null>(null);

export function useBoardWork(): BoardWork {
  const work = useContext(BoardContext);
  if (!work) throw new Error('Only inside a board');
  return work;
}
