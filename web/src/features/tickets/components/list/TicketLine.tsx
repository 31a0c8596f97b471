import { Link } from '@tanstack/react-router';
import { type MouseEvent, memo } from 'react';
import { useTranslation } from 'react-i18next';

import type { PersonHere } from '@/features/tickets/api/presence';
import type { TicketRow } from '@/features/tickets/api/types';
import { Avatar, AvatarStack, Nobody } from '@/shared/ui/Avatar';
import { Fuse } from '@/shared/ui/Fuse';
import { Priority } from '@/shared/ui/Priority';
import { RelativeTime } from '@/shared/ui/RelativeTime';
import { aboveRowLink, Cell, Row, rowLink } from '@/shared/ui/Row';
import { SelectBox } from '@/shared/ui/SelectBox';
import { Status } from '@/shared/ui/Status';

import type { Column } from './columns';
import { TicketCell } from './TicketCells';
import classes from './TicketList.module.css';

export type LineProps = {
  row: TicketRow;
  index: number;
  columns: readonly Column[];
  /** Who else has it open now. */
  here: readonly PersonHere[] | undefined;
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

const MOST_HERE = 3;

/** Colleagues who have the ticket open, with a ring while they write. */
function HereStack({ people }: { people: readonly PersonHere[] | undefined }) {
  if (!people?.length) return null;
  return (
    <AvatarStack>
      {people.slice(0, MOST_HERE).map(({ id, name, kind, doing }) => (
        <Avatar
          key={id}
          name={name}
          kind={kind === 'service' ? 'robot' : 'person'}
          size="small"
          presence={doing === 'viewing' || doing === 'idle' ? 'viewing' : 'typing'}
        />
      ))}
    </AvatarStack>
  );
}

const dueOf = ({ next_due_at, due_at }: TicketRow) => next_due_at ?? due_at;

const runsOut = (row: TicketRow) => dueOf(row) && !row.resolved_at && !row.closed_at;

/** The clock, where a ticket has one that still runs. */
export function RowFuse({ row }: { row: TicketRow }) {
  const due = dueOf(row);
  if (!due || !runsOut(row)) return null;
  return <Fuse dueAt={due} startedAt={row.created_at} pausedFor={row.sla_paused_for} />;
}

/** One ticket as a row of the table. */
export const TicketLine = memo(function TicketLine(props: LineProps) {
  const { row, index, columns, here, current, selected, changed, gone, ticks, onTick } = props;
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
      {columns.map(({ key }) => {
        if (key === 'title') {
          return (
            <Cell key={key}>
              <TitleLink {...props} />
              <HereStack people={here} />
              {columns.some((column) => column.key === 'due') ? null : (
                <span className={classes.clock}>
                  <RowFuse row={row} />
                </span>
              )}
            </Cell>
          );
        }
        if (key === 'assignee') return <Cell key={key}>{assigneeOf(row)}</Cell>;
        return <TicketCell key={key} column={key} row={row} />;
      })}
    </Row>
  );
});

/** Priorities that stand out; the usual ones would be noise on a small card. */
const isMarked = ({ priority }: TicketRow) => priority !== 'medium' && priority !== 'low';

/** One ticket as a card of two lines, on a phone. */
export const TicketCard = memo(function TicketCard(props: LineProps) {
  const { row, index, here, current, selected, changed, gone, ticks, onTick } = props;
  const { t } = useTranslation();
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
        {ticks ? (
          <span className={aboveRowLink}>
            <SelectBox
              label={t('table.select', { what: row.number })}
              checked={selected}
              onToggle={(range) => onTick(row.id, range)}
            />
          </span>
        ) : null}
        <span className="key muted">{row.number}</span>
        <Status status={row.status} />
        <span className={classes.cardEnd}>
          {isMarked(row) ? <Priority priority={row.priority} /> : null}
          {runsOut(row) ? (
            <RowFuse row={row} />
          ) : (
            <RelativeTime className="muted small" when={row.updated_at} />
          )}
        </span>
      </Cell>
      <Cell className={classes.cardTitle}>
        <TitleLink {...props} />
        <span className={classes.cardEnd}>
          <HereStack people={here} />
          {assigneeOf(row, 'small')}
        </span>
      </Cell>
    </Row>
  );
});
