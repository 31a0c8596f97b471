import type { ReactNode } from 'react';

import type { TicketSearch } from '@/features/tickets/lib/search';

/** What every part of the list page is given: the address, and how to change it. */
export type ListProps = { search: TicketSearch; onSearch: (search: TicketSearch) => void };

/** The macros for ticked tickets; the page composes them, since they are a feature of their own. */
export type MacrosFor = (ids: readonly string[]) => ReactNode;
