import type { Card } from '@/features/board/api/boards';

const CLOSED = 'closed';

/** Why a card cannot go to a status: the key of a sentence. */
export function reasonFor({ status, legal_transitions }: Card, to: string) {
  if (status === 'cancelled') return 'reason.fromCancelled';
  if (status === CLOSED) {
    return legal_transitions.length === 0 ? 'reason.closedLong' : 'reason.fromClosed';
  }
  if (status === 'resolved') return 'reason.fromResolved';
  if (to === CLOSED) return 'reason.notResolved';
  return to === 'new' ? 'reason.begun' : 'reason.other';
}
