import { useQuery } from '@tanstack/react-query';

import { draftsQuery, keeperOf, useKept } from '@/features/tickets/api/drafts';
import { useMe } from '@/shared/api/me';

/** The two texts being written on a ticket, each for itself, and what colleagues write on it. */
export function useDraft(ticketId: string) {
  const { person } = useMe();
  const keepers = {
    public: keeperOf(person.id, ticketId, 'public'),
    note: keeperOf(person.id, ticketId, 'note'),
  };
  const texts = { public: useKept(keepers.public), note: useKept(keepers.note) };
  const { data = [] } = useQuery({ ...draftsQuery(ticketId), refetchOnMount: 'always' });
  return { keepers, texts, ofOthers: data.filter(({ is_own }) => !is_own) };
}
