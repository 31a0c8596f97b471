/** The words of the desk in their sort order. */
export const STATUSES = [
  'new',
  'open',
  'in_progress',
  'pending',
  'on_hold',
  'resolved',
  'closed',
  'cancelled',
] as const;
export type TicketStatus = (typeof STATUSES)[number];

export const PRIORITIES = ['critical', 'urgent', 'high', 'medium', 'low', 'planning'] as const;
export type TicketPriority = (typeof PRIORITIES)[number];

export const TICKET_TYPES = ['incident', 'request', 'problem', 'change', 'task'] as const;
export type TicketType = (typeof TICKET_TYPES)[number];

export const ROLES = ['admin', 'team_lead', 'agent', 'requester', 'service'] as const;
export type RoleName = (typeof ROLES)[number];
