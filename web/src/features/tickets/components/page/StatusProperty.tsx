import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { subStatusesQuery } from '@/features/tickets/api/catalog';
import type { Ticket } from '@/features/tickets/api/types';
import { asStatus, StatusPick } from '@/features/tickets/components/pickers/WordPick';
import type { TicketStatus } from '@/shared/lib/vocabulary';
import { PickList } from '@/shared/ui/PickList';
import { Property } from '@/shared/ui/Properties';
import { Status } from '@/shared/ui/Status';

type Props = {
  ticket: Ticket;
  locked: boolean;
  /** Also `resolved`: the caller asks how it ended. */
  onStatus: (status: TicketStatus) => void;
  opened: boolean;
  onOpened: (opened: boolean) => void;
};

/** Where the ticket stands, and the statuses it may go to from there. */
export function StatusProperty({ ticket, locked, onStatus, opened, onOpened }: Props) {
  const { t } = useTranslation(['tickets', 'common']);
  const { status, legal_transitions } = ticket;
  const label = t('field.status');
  const editable = !locked && legal_transitions.length > 0;
  return (
    <Property
      label={label}
      opened={opened}
      onOpened={onOpened}
      editor={
        editable
          ? (close) => (
              <StatusPick
                label={label}
                allowed={[status, ...legal_transitions]}
                selected={[status]}
                onPick={(value) => {
                  close();
                  const next = asStatus(value);
                  if (next && next !== status) onStatus(next);
                }}
              />
            )
          : undefined
      }
    >
      <Status status={status} />
    </Property>
  );
}

type SubProps = { ticket: Ticket; locked: boolean; onSub: (key: string | null) => void };

const NONE = 'none';

/** The finer status, where the organisation has some below this one. */
export function SubStatusProperty({ ticket, locked, onSub }: SubProps) {
  const { t } = useTranslation('tickets');
  const { data = [] } = useQuery(subStatusesQuery);
  const subs = data.filter(({ status }) => status === ticket.status);
  if (subs.length === 0 && !ticket.sub_status) return null;
  const label = t('field.subStatus');
  const current = data.find(({ key }) => key === ticket.sub_status);
  const options = [
    { value: NONE, label: t('field.none') },
    ...subs.map(({ key, label: name }) => ({ value: key, label: name })),
  ];
  return (
    <Property
      label={label}
      editor={
        locked
          ? undefined
          : (close) => (
              <PickList
                label={label}
                options={options}
                selected={[ticket.sub_status ?? NONE]}
                onPick={(value) => {
                  close();
                  onSub(value === NONE ? null : value);
                }}
              />
            )
      }
    >
      <span className="truncate">{current?.label ?? ticket.sub_status ?? t('field.none')}</span>
    </Property>
  );
}
