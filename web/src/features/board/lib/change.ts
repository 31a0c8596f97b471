import type { BoardCards, BulkSet } from '@/features/board/api/boards';
import type { TicketPriority, TicketStatus } from '@/shared/lib/vocabulary';

import { NONE, type Place } from './cards';

const idOf = (value: string) => (value === NONE ? null : value);

/** One field as the server takes it. */
function setOf(field: string, value: string): BulkSet {
  if (field === 'status') return { status: value as TicketStatus };
  if (field === 'priority') return { priority: value as TicketPriority };
  if (field === 'assignee') return { assignee_id: idOf(value) };
  if (field === 'team') return { team_id: idOf(value) };
  if (field.startsWith('custom.')) return { custom_fields: { [field.slice(7)]: idOf(value) } };
  return {};
}

/** What must change on a ticket for its card to lie elsewhere. */
export function changeFor(board: BoardCards, from: Place, to: Place): BulkSet {
  return {
    ...(from.column === to.column ? {} : setOf(board.column_field, to.column)),
    ...(from.lane === to.lane ? {} : setOf(board.lane_field, to.lane)),
  };
}

/** The filters of the list that show a whole column, or one lane of it. */
export type ListFilters = Partial<Record<'status' | 'priority' | 'assignee' | 'team', string>> & {
  custom?: Record<string, string>;
};

function filterOf(field: string, value: string): ListFilters | null {
  if (field === NONE) return {};
  if (!field.startsWith('custom.')) return { [field]: value };
  return value === NONE ? null : { custom: { [field.slice(7)]: value } };
}

/** Null if the list has no filter for it. */
export function listOf(board: BoardCards, place: Place): ListFilters | null {
  const column = filterOf(board.column_field, place.column);
  const lane = filterOf(board.lane_field, place.lane);
  if (!column || !lane) return null;
  const { team_id } = board.board;
  return { ...(team_id ? { team: team_id } : {}), ...lane, ...column };
}
