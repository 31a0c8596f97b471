import { queryOptions, useQuery, useSuspenseQuery } from '@tanstack/react-query';

import { api, read, setCsrfToken } from '@/shared/api/client';
import type { components } from '@/shared/api/schema';

export type Me = components['schemas']['Me'];
export type Permission = Me['permissions'][number];

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
export function useMay(permission: Permission): boolean {
  const { data } = useQuery({ ...meQuery, enabled: false });
  return data?.permissions.includes(permission) ?? false;
}
