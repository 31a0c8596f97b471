import { dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { IconAlertTriangle, IconLock } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Cell, Column } from '@/features/board/api/boards';
import { landing, NONE, type Place } from '@/features/board/lib/cards';
import { listOf } from '@/features/board/lib/change';
import { cx } from '@/shared/lib/cx';
import { number } from '@/shared/lib/format';
import { PRIORITIES, STATUSES } from '@/shared/lib/vocabulary';
import { Avatar } from '@/shared/ui/Avatar';
import { Icon } from '@/shared/ui/Icon';
import { Priority } from '@/shared/ui/Priority';
import { Status } from '@/shared/ui/Status';
import { Tag } from '@/shared/ui/Tag';

import classes from './Board.module.css';
import { BoardCard } from './BoardCard';
import { useBoardWork } from './boardContext';

/** The head of a column or lane, with its shape where the desk has one. */
export function Heading({
  field,
  value,
  label,
}: {
  field: string;
  value: string;
  label: string | null;
}) {
  const { wordsFor } = useBoardWork();
  const words = wordsFor(field, value, label);
  const status = STATUSES.find((each) => field === 'status' && each === value);
  const priority = PRIORITIES.find((each) => field === 'priority' && each === value);
  if (status) return <Status status={status} />;
  if (priority) return <Priority priority={priority} />;
  if (field === 'assignee' && value !== NONE) {
    return (
      <>
        <Avatar name={words} size="small" decorative />
        <span className="truncate">{words}</span>
      </>
    );
  }
  return <span className="truncate">{words}</span>;
}

/** How many lie in a column, and how many should at the most. */
function Count({ column }: { column: Column }) {
  const { t } = useTranslation('board');
  const count = column.count_exact ? number(column.count) : t('countOver', { count: column.count });
  const { limit } = column;
  if (typeof limit !== 'number') return <span className={classes.count}>{count}</span>;
  const words = t('ofLimit', { count, limit });
  if (column.count <= limit) return <span className={classes.count}>{words}</span>;
  return (
    <Tag tone="amber" icon={IconAlertTriangle}>
      <span className="num">{words}</span>
    </Tag>
  );
}

export function ColumnHead({ column }: { column: Column }) {
  const { t } = useTranslation('board');
  const { board, dragging, refusal } = useBoardWork();
  const { value, label, limit, count } = column;
  const over = typeof limit === 'number' ? count - limit : 0;
  const why = dragging ? refusal(dragging, value) : null;
  return (
    <div className={classes.columnHead}>
      <h2 className={classes.heading} id={`column-${value}`}>
        <Heading field={board.column_field} value={value} label={label ?? null} />
        <Count column={column} />
      </h2>
      {over > 0 ? (
        <p className={cx(classes.note, classes.over)}>{t('overLimit', { count: over, limit })}</p>
      ) : null}
      {why ? (
        <p className={classes.note} role="status">
          <Icon of={IconLock} size="xs" />
          {why}
        </p>
      ) : null}
    </div>
  );
}

type CellProps = { column: Column; cell: Cell; label: string };

/** The cards of a column, or of one lane in it: where a card can be dropped. */
export function BoardCell({ column, cell, label }: CellProps) {
  const { t } = useTranslation('board');
  const { board, dragging, refusal, move, listLink } = useBoardWork();
  const element = useRef<HTMLDivElement>(null);
  const [over, setOver] = useState(false);
  const place: Place = { column: column.value, lane: cell.lane };
  const latest = useRef({ dragging, refusal, move, place });
  latest.current = { dragging, refusal, move, place };

  useEffect(() => {
    if (!element.current) return;
    const leave = () => setOver(false);
    return dropTargetForElements({
      element: element.current,
      canDrop: () => {
        const { dragging, refusal, place } = latest.current;
        return dragging !== null && refusal(dragging, place.column) === null;
      },
      onDragEnter: () => setOver(true),
      onDragLeave: leave,
      onDrop: () => {
        leave();
        const { dragging, move, place } = latest.current;
        if (dragging) move(dragging, place);
      },
    });
  }, []);

  const isSource = cell.cards.some(({ id }) => id === dragging?.id);
  const slot = over && dragging && !isSource ? landing(cell.cards, dragging, column.value) : -1;
  const more = cell.count - cell.cards.length;
  const list = more > 0 ? listOf(board, place) : null;
  const words = t('more', { count: more, shown: number(more) });
  const blocked = dragging !== null && refusal(dragging, column.value) !== null;
  return (
    <div
      ref={element}
      className={cx(classes.cell, blocked && classes.blocked)}
      data-cell={column.value}
      data-lane={cell.lane}
    >
      <ul className={classes.cards} aria-label={label}>
        {cell.cards.map((card, index) => (
          <Slotted key={card.id} open={slot === index}>
            <BoardCard card={card} place={place} />
          </Slotted>
        ))}
        {slot === cell.cards.length ? <li className={classes.slot} aria-hidden="true" /> : null}
      </ul>
      {list ? (
        <Link {...listLink(list)} className={classes.more}>
          {column.count_exact ? words : t('andMore')}
        </Link>
      ) : null}
      {more > 0 && !list ? <span className={classes.more}>{words}</span> : null}
    </div>
  );
}

/** A card with the free place before it where the dragged one would lie. */
function Slotted({ open, children }: { open: boolean; children: ReactNode }) {
  return (
    <>
      {open ? <li className={classes.slot} aria-hidden="true" /> : null}
      {children}
    </>
  );
}
