import { useMutation, useQueryClient } from '@tanstack/react-query';

import { api, read } from '@/shared/api/client';
import { meQuery } from '@/shared/api/me';

export type ProfileChange = {
  name?: string;
  locale?: string;
  timezone?: string;
  theme?: string;
  density?: string;
};

/** Change the own profile; the shell follows what the server answers. */
export function useChangeProfile() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (change: ProfileChange) => read(api.PATCH('/api/v1/me', { body: change })),
    onSuccess: () => queries.invalidateQueries({ queryKey: meQuery.queryKey }),
  });
}
