import { useQuery } from '@tanstack/react-query';

import { snapshotQuery, ticketQuery, timelineQuery } from '@/features/tickets/api/ticket';
import type { Ticket } from '@/features/tickets/api/types';
import { isStop } from '@/features/tickets/lib/changes';
import { type Stop, stopsOf } from '@/features/tickets/lib/stops';
import { asProblem } from '@/shared/api/problem';

const NOTHING = { update: false, comment: false, internal: false, assign: false, delete: false };

/** The ticket as a change left it, in the form of the present one, with nothing allowed. */
function asPast(present: Ticket, state: Record<string, unknown>): Ticket {
  return { ...present, ...(state as Partial<Ticket>), legal_transitions: [], may: NOTHING };
}

/** A ticket now, or as it stood after the change of version `at`. */
export function useTicketPage(id: string, at: number | undefined) {
  const query = useQuery(ticketQuery(id));
  const present = query.data;
  // What hangs on a deleted ticket cannot be read any more.
  const timeline = useQuery({ ...timelineQuery(id), enabled: !present?.deleted_at });
  const items = timeline.data ?? [];
  const stops: Stop[] = stopsOf(
    items.flatMap(({ activity }) => (activity && isStop(activity) ? [activity] : [])),
  );
  const isPast = at !== undefined && present !== undefined && at < present.version;
  const snapshot = useQuery({ ...snapshotQuery(id, at ?? 1), enabled: isPast });
  const past = isPast ? snapshot.data : undefined;
  const ticket = present && past ? asPast(present, past.ticket) : present;
  const index = isPast ? stops.findIndex(({ version }) => version === at) : stops.length - 1;
  const until = isPast ? (stops[index + 1]?.at ?? '') : '';
  return {
    query,
    timeline,
    present,
    ticket,
    isPast,
    /** Somebody deleted it while it was open here. */
    gone: query.isError && asProblem(query.error).status === 404,
    stops,
    /** Position of the time slider. */
    index: Math.max(0, index),
    items: isPast
      ? items.filter(({ activity, at: when }) =>
          activity ? activity.version <= at : until === '' || when < until,
        )
      : items,
  };
}
