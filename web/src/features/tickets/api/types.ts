import type { components } from '@/shared/api/schema';

type Schemas = components['schemas'];

export type TicketRow = Schemas['TicketRow'];
export type Ticket = Schemas['TicketRead'];
export type TicketPatch = Schemas['TicketPatch'];
export type NewTicket = Schemas['TicketCreate'];
