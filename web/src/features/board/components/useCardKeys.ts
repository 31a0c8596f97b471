import type { Card } from '@/features/board/api/boards';
import { mayGo, type Place } from '@/features/board/lib/cards';

import { useBoardWork } from './boardContext';

const cardsIn = (cell: Element) => [...cell.querySelectorAll<HTMLElement>('[data-card]')];
const focusCard = (card: HTMLElement | undefined) => card?.querySelector('a')?.focus();

/** Cells of the same lane, in the order of their columns. */
const cellsBeside = (cell: Element) => {
  const lane = cell.getAttribute('data-lane');
  const all = cell.closest('[data-board]')?.querySelectorAll('[data-cell]') ?? [];
  return [...all].filter((each) => each.getAttribute('data-lane') === lane);
};

/** Arrow keys go from card to card: up and down in a column, left and right to the next one with cards. */
export function focusNeighbour(card: HTMLElement | null, key: string): void {
  const cell = card?.closest('[data-cell]');
  if (!card || !cell) return;
  const own = cardsIn(cell);
  const at = own.indexOf(card);
  if (key === 'ArrowDown' || key === 'ArrowUp') {
    focusCard(own[at + (key === 'ArrowDown' ? 1 : -1)]);
    return;
  }
  const cells = cellsBeside(cell);
  const from = cells.indexOf(cell);
  const ahead = key === 'ArrowRight' ? cells.slice(from + 1) : cells.slice(0, from).toReversed();
  const target = ahead.map(cardsIn).find((cards) => cards.length > 0);
  focusCard(target?.[Math.min(at, target.length - 1)]);
}

/** Find a card again after it was moved, to give it the focus back. */
export const focusMoved = (id: string) =>
  focusCard(document.querySelector<HTMLElement>(`[data-card="${id}"]`) ?? undefined);

/** Shift with an arrow moves the card to the next column that it may go to. */
export function useCardKeys(card: Card, place: Place): (key: string) => void {
  const { board, mayMove, move } = useBoardWork();
  return (key) => {
    if (!mayMove || (key !== 'ArrowLeft' && key !== 'ArrowRight')) return;
    const values = board.columns.map(({ value }) => value);
    const at = values.indexOf(place.column);
    const ahead = key === 'ArrowRight' ? values.slice(at + 1) : values.slice(0, at).toReversed();
    const column = ahead.find((value) => mayGo(card, board.column_field, value));
    if (column) move(card, { ...place, column });
  };
}
