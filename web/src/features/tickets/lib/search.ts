export const TICKET_VIEWS = ['mine', 'unassigned', 'waiting'] as const;
export type TicketView = (typeof TICKET_VIEWS)[number];

/** The whole state of the ticket list, kept in the address. */
export type TicketSearch = {
  view?: TicketView;
  q?: string;
  /** Number of the ticket open in the side panel. */
  ticket?: string;
};

const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);

/** Read the address; what is not understood is left out. */
export function readTicketSearch(search: Record<string, unknown>): TicketSearch {
  const view = TICKET_VIEWS.find((each) => each === search.view);
  const q = text(search.q);
  const ticket = text(search.ticket);
  return { ...(view ? { view } : {}), ...(q ? { q } : {}), ...(ticket ? { ticket } : {}) };
}
