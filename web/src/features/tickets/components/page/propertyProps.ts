import type { Ticket } from '@/features/tickets/api/types';
import type { Edit } from '@/features/tickets/api/useEdit';

/** The editor a key of the page opens. */
export type OpenEditor = 'status' | 'priority' | 'assignee' | null;

export type PropertyProps = {
  ticket: Ticket;
  /** The past, or no right to change. */
  locked: boolean;
  onEdit: (edit: Edit) => void;
};
