import { QueryClient } from '@tanstack/react-query';

import { Problem } from '@/shared/api/problem';

/** Try again only what may pass by itself: a silent network and an overloaded server. */
function mayPass(failures: number, error: unknown): boolean {
  if (!(error instanceof Problem)) return false;
  return failures < 2 && (error.status === 0 || error.status === 503);
}

// Whether there is a network says the desk by answering, not the browser: a desk on this machine needs none.
export const queries = new QueryClient({
  defaultOptions: {
    queries: { staleTime: 30_000, gcTime: 10 * 60_000, retry: mayPass, networkMode: 'always' },
    mutations: { retry: false, networkMode: 'always' },
  },
});
