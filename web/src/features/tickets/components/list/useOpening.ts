import { useMediaQuery } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useRef } from 'react';

import type { TicketRow } from '@/features/tickets/api/types';

import type { ListProps } from './listProps';

/** The ways to open a ticket from a list: beside it, or as a page, as there is room. */
export function useOpening({ search, onSearch }: ListProps) {
  const navigate = useNavigate();
  // The rows are drawn once; they must not be drawn again for each change of the address.
  const latest = useRef({ search, onSearch });
  latest.current = { search, onSearch };

  const page = useCallback(
    (row: TicketRow) => void navigate({ to: '/app/tickets/$ref', params: { ref: row.number } }),
    [navigate],
  );
  const panel = useCallback((row: TicketRow) => {
    const { search: now, onSearch: tell } = latest.current;
    tell({ ...now, ticket: row.number });
  }, []);
  const isPhone = useMediaQuery('(max-width: 767px)') ?? false;
  return { page, panel, open: isPhone ? page : panel };
}
