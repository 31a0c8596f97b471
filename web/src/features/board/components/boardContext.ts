import type { LinkProps } from '@tanstack/react-router';
import { createContext, type ReactNode, useContext } from 'react';

import type { BoardCards, Card } from '@/features/board/api/boards';
import type { Resolution } from '@/features/board/api/useMove';
import type { Place } from '@/features/board/lib/cards';
import type { ListFilters } from '@/features/board/lib/change';
import type { TicketType } from '@/shared/lib/vocabulary';

/** What is asked before a ticket is resolved; the ticket feature brings it. */
export type AskResolution = (ask: {
  number: string;
  type: TicketType;
  onClose: () => void;
  onResolve: (resolution: Resolution) => void;
}) => ReactNode;

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
