import { useTranslation } from 'react-i18next';

import type { Ticket } from '@/features/tickets/api/types';
import type { Editing } from '@/features/tickets/api/useEdit';
import { useMe } from '@/shared/api/me';
import { useKeys } from '@/shared/lib/keys';

import { assigneeEdit } from './edits';
import type { OpenEditor } from './propertyProps';

type Wanted = {
  ticket: Ticket;
  locked: boolean;
  editing: Editing;
  onOpen: (open: OpenEditor) => void;
};

/** Keys that open an editor of the ticket, or take it over. */
export function usePageKeys({ ticket, locked, editing, onOpen }: Wanted): void {
  const { t } = useTranslation(['tickets', 'common']);
  const { person } = useMe();
  const takeIt = () => {
    if (ticket.assignee?.id === person.id) return;
    const me = { id: person.id, name: person.name };
    void editing.edit(assigneeEdit(t, ticket, me));
  };
  useKeys(
    locked
      ? []
      : [
          { keys: 's', label: t('keys.status'), run: () => onOpen('status') },
          { keys: 'p', label: t('keys.priority'), run: () => onOpen('priority') },
          ...(ticket.may.assign
            ? [
                { keys: 'a', label: t('keys.assign'), run: () => onOpen('assignee') },
                { keys: 'i', label: t('keys.assignMe'), run: takeIt },
              ]
            : []),
        ],
  );
}
