import type { BoardCards, Card, Cell, Column } from '@/features/board/api/boards';
import { PRIORITIES, type TicketPriority, type TicketStatus } from '@/shared/lib/vocabulary';

export const NONE = 'none';
const CUSTOM = 'custom.';

/** A place on the board: a column, and a lane in it. */
export type Place = { column: string; lane: string };

const DONE: readonly TicketStatus[] = ['resolved', 'closed', 'cancelled'];
const FAR = '9999';

const allCards = (board: BoardCards) =>
  board.columns.flatMap((column) => column.cells.flatMap(({ cards }) => cards));

/** A card and where it lies. */
export function findCard(board: BoardCards, id: string): (Place & { card: Card }) | undefined {
  for (const column of board.columns) {
    for (const { lane, cards } of column.cells) {
      const card = cards.find((each) => each.id === id);
      if (card) return { card, column: column.value, lane };
    }
  }
  return undefined;
}

const dueOf = ({ next_due_at, due_at }: Card) => next_due_at ?? due_at ?? FAR;
const numberOf = ({ number }: Card) => Number(number.replace(/\D+/g, ''));
const rankOf = (priority: TicketPriority) => PRIORITIES.indexOf(priority);

/** What must happen next comes first, as the server orders the cards. */
function compare(one: Card, other: Card): number {
  const byDue = dueOf(one).localeCompare(dueOf(other));
  if (byDue !== 0) return byDue;
  return rankOf(one.priority) - rankOf(other.priority) || numberOf(one) - numberOf(other);
}

/** Where a card will lie among others: by urgency, in a column of what is done on top. */
export function landing(cards: readonly Card[], card: Card, column: string): number {
  if (DONE.some((status) => status === column)) return 0;
  const place = cards.findIndex((each) => compare(card, each) < 0);
  return place < 0 ? cards.length : place;
}

const named = (value: string, name: string | null | undefined) =>
  value === NONE ? null : { id: value, name: name ?? '' };

/** The card as it will look in a column, or in a lane, of another value. */
function relabelled(
  card: Card,
  field: string,
  value: string,
  name: string | null | undefined,
): Card {
  if (field === 'status') return { ...card, status: value as TicketStatus, legal_transitions: [] };
  if (field === 'priority') return { ...card, priority: value as TicketPriority };
  if (field === 'assignee') return { ...card, assignee: named(value, name) };
  if (field === 'team') return { ...card, team: named(value, name) };
  if (!field.startsWith(CUSTOM)) return card;
  const { [field.slice(CUSTOM.length)]: _, ...others } = card.custom_fields;
  const own = value === NONE ? {} : { [field.slice(CUSTOM.length)]: value };
  return { ...card, custom_fields: { ...others, ...own } };
}

function counted(column: Column, by: number): Column {
  return { ...column, count: Math.max(0, column.count + by) };
}

const without = (cells: readonly Cell[], lane: string, id: string): Cell[] =>
  cells.map((cell) =>
    cell.lane === lane
      ? { ...cell, count: cell.count - 1, cards: cell.cards.filter((card) => card.id !== id) }
      : cell,
  );

function withCard(cells: readonly Cell[], lane: string, card: Card, column: string): Cell[] {
  const found = cells.find((cell) => cell.lane === lane) ?? { lane, count: 0, cards: [] };
  const at = landing(found.cards, card, column);
  const filled = {
    ...found,
    count: found.count + 1,
    cards: [...found.cards.slice(0, at), card, ...found.cards.slice(at)],
  };
  return [...cells.filter((cell) => cell.lane !== lane), filled];
}

/** The board with a card in another place; the same board if the card is not on it. */
export function moved(board: BoardCards, id: string, to: Place): BoardCards {
  const found = findCard(board, id);
  if (!found) return board;
  const name = board.columns.find(({ value }) => value === to.column)?.label;
  const lane = board.lanes.find(({ value }) => value === to.lane)?.label;
  const inColumn = relabelled(found.card, board.column_field, to.column, name);
  const card = relabelled(inColumn, board.lane_field, to.lane, lane);
  return {
    ...board,
    columns: board.columns.map((column) => {
      let next = column;
      if (column.value === found.column) {
        next = counted({ ...next, cells: without(next.cells, found.lane, id) }, -1);
      }
      if (column.value === to.column) {
        next = counted({ ...next, cells: withCard(next.cells, to.lane, card, to.column) }, 1);
      }
      return next;
    }),
  };
}

/** The board with cards taken in from a newer one, each staying where it lies. */
export function inPlace(shown: BoardCards, fresh: BoardCards): BoardCards {
  const newer = new Map(allCards(fresh).map((card) => [card.id, card]));
  return {
    ...shown,
    columns: shown.columns.map((column) => ({
      ...column,
      cells: column.cells.map((cell) => ({
        ...cell,
        cards: cell.cards.map((card) => newer.get(card.id) ?? card),
      })),
    })),
  };
}

const placesOf = (board: BoardCards) =>
  new Map(
    board.columns.flatMap((column) =>
      column.cells.flatMap(({ lane, cards }) =>
        cards.map(({ id }, index) => [id, `${column.value}|${lane}|${index}`] as const),
      ),
    ),
  );

/** How many cards would appear, leave or move if the newer board were drawn. */
export function differences(shown: BoardCards, fresh: BoardCards): number {
  const before = placesOf(shown);
  const after = placesOf(fresh);
  const column = (place: string | undefined) => place?.split('|').slice(0, 2).join('|');
  const ids = new Set([...before.keys(), ...after.keys()]);
  return [...ids].filter((id) => column(before.get(id)) !== column(after.get(id))).length;
}

/** Cards that look different in the newer board. */
export function changedCards(shown: BoardCards, fresh: BoardCards): Set<string> {
  const versions = new Map(allCards(shown).map(({ id, version }) => [id, version]));
  return new Set(
    allCards(fresh)
      .filter(({ id, version }) => versions.get(id) !== version)
      .map(({ id }) => id),
  );
}

/** Whether a card may go to a column; statuses have their rules, everything else is free. */
export const mayGo = (card: Card, field: string, column: string) =>
  field !== 'status' ||
  card.status === column ||
  card.legal_transitions.some((status) => status === column);
