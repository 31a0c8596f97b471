/** What texts can name; the desk fills it in from the ticket. */
export const VARIABLES = {
  requester: ['requester.name', 'requester.first_name', 'requester.email'],
  agent: ['agent.name', 'agent.first_name', 'agent.email'],
  assignee: ['assignee.name', 'assignee.first_name', 'assignee.email'],
  ticket: [
    'ticket.number',
    'ticket.title',
    'ticket.type',
    'ticket.status',
    'ticket.priority',
    'ticket.category',
    'ticket.resolution_text',
  ],
  other: ['team.name', 'organization.name', 'today'],
} as const;

/** Before there is a ticket only people and the day are known. */
export const BEFORE_TICKET = ['requester', 'agent', 'other'] as const;
