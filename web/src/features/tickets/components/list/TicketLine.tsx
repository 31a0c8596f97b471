import { Link } from '@tanstack/react-router';
import { type MouseEvent, memo } from 'react';
import { useTranslation } from 'react-i18next';

import type { TicketRow } from '@/features/tickets/api/types';
import { cx } from '@/shared/lib/cx';
import { Avatar, Nobody } from '@/shared/ui/Avatar';
import { Fuse } from '@/shared/ui/Fuse';
import { Priority } from '@/shared/ui/Priority';
import { RelativeTime } from '@/shared/ui/RelativeTime';
import { aboveRowLink, Cell, Row, rowLink } from '@/shared/ui/Row';
import { SelectBox } from '@/shared/ui/SelectBox';
import { Status } from '@/shared/ui/Status';

import classes from './TicketList.module.css';

export type LineProps = {
  row: TicketRow;
  index: number;
  current: boolean;
  selected: boolean;
  changed: boolean;
  /** Deleted since the list was read. */
  gone: boolean;
  /** False: bulk changes are not for this person, so there is nothing to tick for. */
  ticks: boolean;
  onTick: (id: string, range: boolean) => void;
  /** A plain click; with a modifier the browser opens the page by itself. */
  onOpen: (row: TicketRow) => void;
};

export const isPlainClick = ({ metaKey, ctrlKey, shiftKey, button }: MouseEvent) =>
  button === 0 && !metaKey && !ctrlKey && !shiftKey;

function TitleLink({ row, onOpen }: Pick<LineProps, 'row' | 'onOpen'>) {
  return (
    <Link
      to="/app/tickets/$ref"
      params={{ ref: row.number }}
      className={rowLink}
      data-ticket={row.id}
      preload={false}
      onClick={(event) => {
        if (!isPlainClick(event)) return;
        event.preventDefault();
        onOpen(row);
      }}
    >
      {row.title}
    </Link>
  );
}

export const assigneeOf = (row: TicketRow, size?: 'small') =>
  row.assignee ? <Avatar name={row.assignee.name} {...(size ? { size } : {})} /> : <Nobody />;

const dueOf = ({ next_due_at, due_at }: TicketRow) => next_due_at ?? due_at;

/** The clock, where a ticket has one that still runs. */
export function RowFuse({ row }: { row: TicketRow }) {
  const due = dueOf(row);
  if (!due || row.resolved_at || row.closed_at) return null;
  return <Fuse dueAt={due} startedAt={row.created_at} pausedFor={row.sla_paused_for} />;
}

/** One ticket as a row of the table. */
export const TicketLine = memo(function TicketLine(props: LineProps) {
  const { row, index, current, selected, changed, gone, ticks, onTick } = props;
  const { t } = useTranslation();
  return (
    <Row
      columns={classes.columns}
      index={index + 1}
      current={current}
      selected={selected}
      changed={changed}
      className={gone ? classes.gone : undefined}
    >
      <Cell className={aboveRowLink}>
        {ticks ? (
          <SelectBox
            label={t('table.select', { what: row.number })}
            checked={selected}
            onToggle={(range) => onTick(row.id, range)}
          />
        ) : null}
      </Cell>
      <Cell>
        <Status status={row.status} shapeOnly />
      </Cell>
      <Cell>
        <span className="key muted">{row.number}</span>
      </Cell>
      <Cell>
        <TitleLink {...props} />
        <span className={classes.clock}>
          <RowFuse row={row} />
        </span>
      </Cell>
      <Cell className={classes.team}>
        <span className={cx(classes.quiet, 'truncate')}>{row.team?.name}</span>
      </Cell>
      <Cell className={classes.category}>
        <span className={cx(classes.quiet, 'truncate')} title={row.category?.path}>
          {row.category?.name}
        </span>
      </Cell>
      <Cell>
        <Priority priority={row.priority} />
      </Cell>
      <Cell className={classes.updated} end>
        <RelativeTime className={classes.quiet} when={row.updated_at} />
      </Cell>
      <Cell>{assigneeOf(row)}</Cell>
    </Row>
  );
});

/** One ticket as a card, on a phone. */
export const TicketCard = memo(function TicketCard(props: LineProps) {
  const { row, index, current, selected, changed, gone } = props;
  return (
    <Row
      columns={classes.card}
      index={index + 1}
      current={current}
      selected={selected}
      changed={changed}
      className={gone ? classes.gone : undefined}
    >
      <Cell className={classes.cardHead}>
        <span className="key muted">{row.number}</span>
        <span className={classes.cardEnd}>
          <RowFuse row={row} />
          <RelativeTime className="muted small" when={row.updated_at} />
        </span>
      </Cell>
      <Cell className={classes.cardTitle}>
        <TitleLink {...props} />
      </Cell>
      <Cell className={classes.cardFoot}>
        <Status status={row.status} />
        <Priority priority={row.priority} />
        <span className={classes.cardEnd}>{assigneeOf(row)}</span>
      </Cell>
    </Row>
  );
});
