import { Link } from '@tanstack/react-router';

import type { TicketRow } from '@/features/overview/api/overview';
import { Fuse } from '@/shared/ui/Fuse';
import { Priority } from '@/shared/ui/Priority';
import { RelativeTime } from '@/shared/ui/RelativeTime';
import { Cell, Row, Rows, rowLink } from '@/shared/ui/Row';
import { Status } from '@/shared/ui/Status';

import classes from './TicketLines.module.css';

type Props = {
  label: string;
  rows: readonly TicketRow[];
  /** A narrow card: requester and priority go. */
  narrow?: boolean;
};

/** A few tickets of a card, each in one line. */
export function TicketLines({ label, rows, narrow = false }: Props) {
  return (
    <Rows label={label} className={classes.rows}>
      {rows.map((row, index) => (
        <Line key={row.id} row={row} index={index + 1} narrow={narrow} />
      ))}
    </Rows>
  );
}

function Line({ row, index, narrow }: { row: TicketRow; index: number; narrow: boolean }) {
  const due = row.next_due_at ?? row.due_at;
  return (
    <Row columns={narrow ? classes.narrow : classes.columns} index={index}>
      <Cell>
        <Status status={row.status} shapeOnly />
      </Cell>
      <Cell className={classes.number}>
        <span className="key muted">{row.number}</span>
      </Cell>
      <Cell>
        <Link to="/app/tickets/$ref" params={{ ref: row.number }} className={rowLink}>
          {row.title}
        </Link>
      </Cell>
      {narrow ? null : (
        <>
          <Cell className={classes.requester}>
            <span className="muted truncate">{row.requester?.name}</span>
          </Cell>
          <Cell>
            <Priority priority={row.priority} />
          </Cell>
        </>
      )}
      <Cell className={classes.when} end>
        {due ? (
          <Fuse dueAt={due} startedAt={row.created_at} pausedFor={row.sla_paused_for} />
        ) : (
          <RelativeTime className="muted" when={row.updated_at} />
        )}
      </Cell>
    </Row>
  );
}
