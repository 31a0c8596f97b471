import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { quickSearchQuery } from '@/features/tickets/api/quickSearch';
import { asStatus } from '@/features/tickets/components/pickers/WordPick';
import { PickList } from '@/shared/ui/PickList';
import { Status } from '@/shared/ui/Status';
import classes from './RelationSections.module.css';

const WAIT = 200;

type TicketPickProps = {
  label: string;
  /** A ticket does not relate to itself. */
  except: string;
  onPick: (ticket: { id: string; number: string; title: string }) => void;
};

/** Another ticket, found by number or words. */
export function TicketPick({ label, except, onPick }: TicketPickProps) {
  const [query, setQuery] = useState('');
  const [settled] = useDebouncedValue(query.trim(), WAIT);
  const found = useQuery(quickSearchQuery(settled));
  const tickets = (found.data?.data ?? []).filter(({ id }) => id !== except);
  return (
    <PickList
      label={label}
      options={tickets.map(({ id, number, title, status }) => ({
        value: id,
        label: title,
        hint: number,
        view: (
          <span className={classes.found}>
            <Status status={asStatus(status) ?? 'open'} shapeOnly />
            <span className="truncate">{title}</span>
          </span>
        ),
      }))}
      selected={[]}
      onSearch={setQuery}
      loading={found.isFetching}
      onPick={(id) => {
        const ticket = tickets.find((each) => each.id === id);
        if (ticket) onPick(ticket);
      }}
    />
  );
}
