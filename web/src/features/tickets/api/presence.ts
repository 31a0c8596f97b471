import { type QueryClient, queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';

import type { DraftKind } from '@/features/tickets/lib/drafts';
import { api, read } from '@/shared/api/client';
import { onLive } from '@/shared/api/live';
import { useMay } from '@/shared/api/me';
import type { components } from '@/shared/api/schema';

export type PersonHere = components['schemas']['PersonHere'];
type Doing = PersonHere['doing'];

const BEAT = 10_000;
/** So long after the last key somebody still counts as writing. */
const WRITING = 5000;
const IDLE = 3 * 60_000;

/** Who else has a ticket open. Beats and live events keep it fresh. */
export const presenceQuery = (id: string) =>
  queryOptions({
    queryKey: ['presence', id],
    queryFn: async ({ signal }) => {
      const { data } = await read(
        api.GET('/api/v1/desk/presence', { params: { query: { tickets: id } }, signal }),
      );
      return data[0]?.people ?? [];
    },
    staleTime: BEAT,
  });

/** What this person does on one ticket; it tells the server and learns who else is there. */
class Beat {
  private typedAt = 0;
  private movedAt = Date.now();
  private kind: DraftKind = 'public';
  private told: Doing | undefined;
  private timer: number | undefined;
  private left = false;

  constructor(
    private readonly id: string,
    private readonly queries: QueryClient,
  ) {}

  private doing(): Doing {
    const now = Date.now();
    if (now - this.typedAt < WRITING) return this.kind === 'note' ? 'noting' : 'replying';
    return document.hidden || now - this.movedAt > IDLE ? 'idle' : 'viewing';
  }

  private async tell(): Promise<void> {
    // A page that goes away is hidden after it has said goodbye.
    if (this.left) return;
    window.clearTimeout(this.timer);
    const doing = this.doing();
    this.told = doing;
    const isWriting = doing === 'noting' || doing === 'replying';
    this.timer = window.setTimeout(() => void this.tell(), isWriting ? WRITING : BEAT);
    try {
      const { data } = await read(
        api.PUT('/api/v1/desk/tickets/{ref}/presence', {
          params: { path: { ref: this.id } },
          body: { doing },
        }),
      );
      this.queries.setQueryData(presenceQuery(this.id).queryKey, data);
    } catch {
      // The next beat tries again; others see this person go after half a minute.
    }
  }

  start = () => {
    this.left = false;
    void this.tell();
  };

  typed = (kind: DraftKind) => {
    this.typedAt = Date.now();
    this.moved();
    this.kind = kind;
    if (this.doing() !== this.told) void this.tell();
  };

  moved = () => {
    this.movedAt = Date.now();
    if (this.told === 'idle' && !document.hidden) void this.tell();
  };

  seen = () => {
    if (document.hidden !== (this.told === 'idle')) void this.tell();
  };

  leave = () => {
    window.clearTimeout(this.timer);
    if (this.left) return;
    this.left = true;
    api
      .DELETE('/api/v1/desk/tickets/{ref}/presence', {
        params: { path: { ref: this.id } },
        keepalive: true,
      })
      .catch(() => undefined);
  };
}

const beats = new Map<string, Beat>();

/** Say that somebody types on a ticket. */
export const typedOn = (id: string, kind: DraftKind) => beats.get(id)?.typed(kind);

/** Be on a ticket as long as the part is shown. Requesters neither see anybody nor are seen. */
export function usePresence(id: string): readonly PersonHere[] {
  const queries = useQueryClient();
  const works = useMay('ticket:read_internal');
  const { data = [] } = useQuery({ ...presenceQuery(id), enabled: false });
  useEffect(() => {
    if (!works) return;
    const beat = new Beat(id, queries);
    beats.set(id, beat);
    beat.start();
    const stop = onLive(({ subject_type, subject }) => {
      if (subject_type === 'presence' && subject === id) {
        void queries.fetchQuery({ ...presenceQuery(id), staleTime: 0 }).catch(() => undefined);
      }
    });
    document.addEventListener('visibilitychange', beat.seen);
    document.addEventListener('pointermove', beat.moved, { passive: true });
    window.addEventListener('pagehide', beat.leave);
    window.addEventListener('pageshow', beat.start);
    return () => {
      stop();
      document.removeEventListener('visibilitychange', beat.seen);
      document.removeEventListener('pointermove', beat.moved);
      window.removeEventListener('pagehide', beat.leave);
      window.removeEventListener('pageshow', beat.start);
      beat.leave();
      if (beats.get(id) === beat) beats.delete(id);
    };
  }, [id, works, queries]);
  return works ? data : [];
}

/** Who else is there, for parts beside the one that beats. */
export function useOthers(id: string): readonly PersonHere[] {
  return useQuery({ ...presenceQuery(id), enabled: false }).data ?? [];
}

/** Up to when this person had read the ticket as it was opened; stays the same for the visit. */
export const readMarkQuery = (id: string) =>
  queryOptions({
    queryKey: ['readMark', id],
    queryFn: async ({ signal }) => {
      const { read_at } = await read(
        api.GET('/api/v1/desk/tickets/{ref}/reading', { params: { path: { ref: id } }, signal }),
      );
      return read_at;
    },
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });

/** Remember what was read; failing is no harm, then it counts as unread. */
export function haveRead(id: string, read_at: string): void {
  api
    .PUT('/api/v1/desk/tickets/{ref}/reading', {
      params: { path: { ref: id } },
      body: { read_at },
    })
    .catch(() => undefined);
}
