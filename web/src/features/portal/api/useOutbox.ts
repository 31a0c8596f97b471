import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect } from 'react';

import { outboxQuery } from '@/features/portal/api/requests';
import type { Request } from '@/features/portal/api/types';
import { isUnsure, sendAll, type Waiting } from '@/features/portal/lib/outbox';
import { meQuery, useMe } from '@/shared/api/me';
import { onReturn } from '@/shared/api/reach';

const AGAIN = 20_000;

/** The requests of this person that this browser still holds. */
export function useWaiting(): readonly Waiting[] {
  const { person } = useMe();
  return useQuery(outboxQuery(person.id)).data ?? [];
}

/** Say that the outbox has changed. */
export function useOutboxChanged(): () => void {
  const queries = useQueryClient();
  return useCallback(() => {
    void queries.invalidateQueries({ queryKey: ['portal', 'outbox'] });
    void queries.invalidateQueries({ queryKey: ['portal', 'tickets'] });
  }, [queries]);
}

/** Send what waits: at once, when the desk answers again, when the page is looked at, and now and then. */
export function useSending(onSent: (sent: readonly Request[]) => void): void {
  const queries = useQueryClient();
  const { person } = useMe();
  const changed = useOutboxChanged();
  const waiting = useWaiting();
  const open = waiting.some((item) => !item.refusal && !isUnsure(item));

  useEffect(() => {
    if (!open) return;
    let stopped = false;
    const run = async () => {
      if (document.visibilityState === 'hidden') return;
      try {
        // A page that was opened without a network has no token for writing yet.
        await queries.fetchQuery({ ...meQuery, staleTime: 60_000 });
        const sent = await sendAll(person.id);
        if (!stopped && sent.length > 0) onSent(sent);
      } catch {
        // Still silent; the next reason to try comes.
      }
      changed();
    };
    const soon = () => void run();
    soon();
    const timer = window.setInterval(soon, AGAIN);
    const forget = onReturn(soon);
    document.addEventListener('visibilitychange', soon);
    return () => {
      stopped = true;
      window.clearInterval(timer);
      forget();
      document.removeEventListener('visibilitychange', soon);
    };
  }, [open, person.id, queries, changed, onSent]);
}
