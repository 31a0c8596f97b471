import { type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query';

import { toastFailed } from '@/shared/ui/toast';

type Listed = { data: readonly { id: string }[] };

/** Put a list in another order at once, and back if the server refuses. */
export function useOrder(queryKey: QueryKey, put: (ids: string[]) => Promise<unknown>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: put,
    onMutate: async (ids) => {
      await queries.cancelQueries({ queryKey });
      const before = queries.getQueryData<Listed>(queryKey);
      const place = new Map(ids.map((id, index) => [id, index]));
      queries.setQueryData<Listed>(
        queryKey,
        (now) =>
          now && {
            ...now,
            data: now.data.toSorted((a, b) => (place.get(a.id) ?? 0) - (place.get(b.id) ?? 0)),
          },
      );
      return before;
    },
    onError: (error, _, before) => {
      queries.setQueryData(queryKey, before);
      toastFailed(error);
    },
    onSettled: () => queries.invalidateQueries({ queryKey }),
  });
}
