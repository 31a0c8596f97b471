import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { listQuery, rowsOf } from '@/features/tickets/api/list';
import { lastList, lastOrder } from '@/features/tickets/lib/lastList';
import { wantedOf } from '@/features/tickets/lib/search';
import { useKeys } from '@/shared/lib/keys';

/** The ways to the tickets before and after this one in the list it was opened from. */
export function useSteps(id: string) {
  const navigate = useNavigate();
  const search = lastList();
  const { data } = useInfiniteQuery(listQuery(wantedOf(search)));
  const rows = lastOrder() ?? rowsOf(data);
  const at = rows.findIndex((row) => row.id === id);
  const go = (steps: number) => {
    const there = at < 0 ? undefined : rows[at + steps];
    return there
      ? () => void navigate({ to: '/app/tickets/$ref', params: { ref: there.number } })
      : undefined;
  };
  return { search, previous: go(-1), next: go(1) };
}

/** The same, with their keys. */
export function useNeighbours(id: string) {
  const { t } = useTranslation('tickets');
  const { search, previous, next } = useSteps(id);
  useKeys([
    { keys: '[', label: t('keys.up'), run: () => previous?.() },
    { keys: ']', label: t('keys.down'), run: () => next?.() },
  ]);
  return { search, previous, next };
}
