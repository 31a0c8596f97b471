import { queryOptions, useQuery, useSuspenseQuery } from '@tanstack/react-query';

import { api, read, setCsrfToken } from '@/shared/api/client';
import type { Provisional } from '@/shared/api/provisional';

export type Me = Provisional['Me'];

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: async () => {
    const me = await read(api.GET('/api/v1/me'));
    setCsrfToken(me.csrf_token);
    return me;
  },
  staleTime: 5 * 60_000,
  retry: false,
});

/** Who is signed in. Only inside the shell, which loads it before it draws. */
export function useMe(): Me {
  return useSuspenseQuery(meQuery).data;
}

/** Whether the person holds a right; false while nobody is signed in. */
export function useMay(permission: string): boolean {
  const { data } = useQuery({ ...meQuery, enabled: false });
  return data?.permissions.includes(permission) ?? false;
}
