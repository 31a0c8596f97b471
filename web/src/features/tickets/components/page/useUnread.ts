import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';

import { haveRead, readMarkQuery } from '@/features/tickets/api/presence';
import type { TimelineItem } from '@/features/tickets/api/ticket';
import { useMe } from '@/shared/api/me';

const LOOK = 1500;

/** The first message that was not there when this person last looked; what is seen now is remembered. */
export function useUnread(id: string, items: readonly TimelineItem[], isPast: boolean) {
  const { person } = useMe();
  const { data: mark } = useQuery(readMarkQuery(id));
  const newest = items.at(-1)?.at;
  useEffect(() => {
    if (isPast || newest === undefined || mark === undefined) return;
    if (mark !== null && Date.parse(mark) >= Date.parse(newest)) return;
    const timer = window.setTimeout(() => {
      if (!document.hidden) haveRead(id, newest);
    }, LOOK);
    return () => window.clearTimeout(timer);
  }, [id, newest, mark, isPast]);
  if (!mark || isPast) return undefined;
  const since = Date.parse(mark);
  return items.find(
    ({ comment, at }) => comment && comment.author.id !== person.id && Date.parse(at) > since,
  )?.comment?.id;
}
