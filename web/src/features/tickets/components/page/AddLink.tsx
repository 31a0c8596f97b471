import { Select } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { LinkType } from '@/features/tickets/api/parts';
import type { Ticket } from '@/features/tickets/api/types';
import classes from './RelationSections.module.css';
import { TicketPick } from './TicketPick';

/** Relations people make by hand; the others come from the hub. */
const OFFERED = [
  'related',
  'parent_of',
  'child_of',
  'caused_by',
  'causes',
  'duplicate_of',
  'blocking',
  'blocked_by',
  'depends_on',
] as const satisfies readonly LinkType[];

type Props = { ticket: Ticket; onLink: (type: LinkType, target: string) => void };

/** Relate a ticket to another one. */
export function AddLink({ ticket, onLink }: Props) {
  const { t } = useTranslation('tickets');
  const [type, setType] = useState<LinkType>('related');
  return (
    <div className={classes.add}>
      <Select
        label={t('relation.kind', { number: ticket.number })}
        data={OFFERED.map((value) => ({ value, label: t(`link.${value}`) }))}
        value={type}
        allowDeselect={false}
        comboboxProps={{ withinPortal: false }}
        onChange={(value) => setType(OFFERED.find((each) => each === value) ?? 'related')}
      />
      <TicketPick
        label={t('relation.other')}
        except={ticket.id}
        onPick={({ id }) => onLink(type, id)}
      />
    </div>
  );
}
