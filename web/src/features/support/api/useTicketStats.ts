import { useQuery } from '@tanstack/react-query';

import { api, read } from '@/shared/api/client';

const TWO_MINUTES = 120_000;

/** How many tickets there are of each kind, read again every two minutes. */
export function useTicketStats() {
  return useQuery({
    queryKey: ['support', 'stats'],
    queryFn: ({ signal }) => read(api.GET('/api/v1/desk/tickets/stats', { signal })),
    refetchInterval: TWO_MINUTES,
  });
}
