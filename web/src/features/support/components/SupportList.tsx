import { Button } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { Link } from '@tanstack/react-router';
import type { MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { useTicketActions } from '@/features/support/api/useTicketActions';
import type { TicketRow, Tickets } from '@/features/support/api/useTickets';
import {
  naturalDirection,
  type SortBy,
  type SupportSearch,
  sortOf,
} from '@/features/support/lib/search';
import { useMay, useMe } from '@/shared/api/me';
import { Avatar, Nobody } from '@/shared/ui/Avatar';
import { ShowMore } from '@/shared/ui/FilterBar';
import { Fuse } from '@/shared/ui/Fuse';
import { Priority } from '@/shared/ui/Priority';
import { RelativeTime } from '@/shared/ui/RelativeTime';
import { aboveRowLink, Cell, HeadCell, Row, RowHead, Rows, rowLink } from '@/shared/ui/Row';
import { SkeletonRows } from '@/shared/ui/Skeleton';
import { Empty, Failed } from '@/shared/ui/States';
import { Status } from '@/shared/ui/Status';
import { toastDone, toastFailed } from '@/shared/ui/toast';

import classes from './SupportPage.module.css';

type OnOpen = ((number: string) => void) | null;

const isPlainClick = ({ metaKey, ctrlKey, shiftKey, button }: MouseEvent) =>
  button === 0 && !metaKey && !ctrlKey && !shiftKey;

function Title({ row, onOpen }: { row: TicketRow; onOpen: OnOpen }) {
  return (
    <Link
      to="/app/tickets/$ref"
      params={{ ref: row.number }}
      className={rowLink}
      preload={false}
      onClick={(event) => {
        if (!onOpen || !isPlainClick(event)) return;
        event.preventDefault();
        onOpen(row.number);
      }}
    >
      {row.title}
    </Link>
  );
}

function Due({ row }: { row: TicketRow }) {
  const due = row.next_due_at ?? row.due_at;
  if (!due || row.resolved_at || row.closed_at) return null;
  return <Fuse dueAt={due} startedAt={row.created_at} pausedFor={row.sla_paused_for} />;
}

/** Who works on it; what nobody works on can be taken. */
function Assignee({ row }: { row: TicketRow }) {
  const { t } = useTranslation('support');
  const { person } = useMe();
  const mayAssign = useMay('ticket:assign');
  const { updateTicket } = useTicketActions();
  if (row.assignee) return <Avatar name={row.assignee.name} size="small" />;
  if (!mayAssign || row.resolved_at || row.closed_at) return <Nobody />;
  const take = async () => {
    try {
      const { number } = await updateTicket(row.id, {
        assignee_id: person.id,
        version: row.version,
      });
      toastDone(t('taken', { number }));
    } catch (error) {
      toastFailed(error);
    }
  };
  return (
    <Button
      size="xs"
      variant="subtle"
      aria-label={t('takeTicket', { number: row.number })}
      onClick={() => void take()}
    >
      {t('take')}
    </Button>
  );
}

type LineProps = { row: TicketRow; index: number; current: boolean; onOpen: OnOpen };

function Line({ row, index, current, onOpen }: LineProps) {
  return (
    <Row columns={classes.columns} index={index} current={current}>
      <Cell>
        <span className="key muted">{row.number}</span>
      </Cell>
      <Cell>
        <Title row={row} onOpen={onOpen} />
      </Cell>
      <Cell>
        <Status status={row.status} />
      </Cell>
      <Cell>
        <Priority priority={row.priority} />
      </Cell>
      <Cell className={classes.due}>
        <Due row={row} />
      </Cell>
      <Cell className={classes.updated}>
        <RelativeTime className="muted" when={row.updated_at} />
      </Cell>
      <Cell className={aboveRowLink} end>
        <Assignee row={row} />
      </Cell>
    </Row>
  );
}

/** One ticket on a phone. */
function CardLine({ row, index, current, onOpen }: LineProps) {
  return (
    <Row columns={classes.card} index={index} current={current}>
      <Cell className={classes.cardHead}>
        <span className="key muted">{row.number}</span>
        <span className={classes.cardEnd}>
          <Due row={row} />
          <RelativeTime className="muted small" when={row.updated_at} />
        </span>
      </Cell>
      <Cell className={classes.cardTitle}>
        <Title row={row} onOpen={onOpen} />
      </Cell>
      <Cell className={classes.cardFoot}>
        <Status status={row.status} />
        <Priority priority={row.priority} />
        <span className={`${classes.cardEnd} ${aboveRowLink}`}>
          <Assignee row={row} />
        </span>
      </Cell>
    </Row>
  );
}

type Props = {
  tickets: Tickets;
  search: SupportSearch;
  onSearch: (search: SupportSearch) => void;
  /** Null: a click goes to the ticket's page. */
  onOpen: OnOpen;
};

function Head({ search, onSearch }: Pick<Props, 'search' | 'onSearch'>) {
  const { t } = useTranslation(['support', 'common']);
  const { by, direction } = sortOf(search);
  const order = (column: SortBy) => ({
    sorted: by === column ? (`${direction}ending` as const) : undefined,
    onSort: () => {
      const { direction: _, sort: __, ...rest } = search;
      const turned = direction === 'asc' ? 'desc' : 'asc';
      const next = by === column ? turned : naturalDirection(column);
      onSearch({
        ...rest,
        ...(column === 'created_at' ? {} : { sort: column }),
        ...(next === naturalDirection(column) ? {} : { direction: next }),
      });
    },
  });
  return (
    <RowHead columns={classes.columns}>
      <HeadCell>{t('column.number')}</HeadCell>
      <HeadCell>{t('column.title')}</HeadCell>
      <HeadCell {...order('status')}>{t('sort.status')}</HeadCell>
      <HeadCell {...order('priority')}>{t('sort.priority')}</HeadCell>
      <HeadCell {...order('due_date')} className={classes.due}>
        {t('sort.due_date')}
      </HeadCell>
      <HeadCell {...order('updated_at')} className={classes.updated}>
        {t('sort.updated_at')}
      </HeadCell>
      <HeadCell end>{t('column.assignee')}</HeadCell>
    </RowHead>
  );
}

function NoTickets({ search }: Pick<Props, 'search'>) {
  const { t } = useTranslation('support');
  const filtered = Boolean(search.q || search.status || search.priority);
  return (
    <Empty
      meaning={filtered ? 'filtered' : 'start'}
      title={t(filtered ? 'empty.filtered' : 'empty.start')}
    />
  );
}

/** The tickets as a table, on phones as cards. */
export function SupportList({ tickets, search, onSearch, onOpen }: Props) {
  const { t } = useTranslation('support');
  const isPhone = useMediaQuery('(max-width: 767px)') ?? false;
  const { tickets: rows, loading, error, more, total, refresh } = tickets;
  if (loading) return <SkeletonRows />;
  if (error && rows.length === 0) {
    return <Failed error={error} title={t('failed')} onRetry={refresh} />;
  }
  if (rows.length === 0) return <NoTickets search={search} />;
  const One = isPhone ? CardLine : Line;
  return (
    <>
      <Rows label={t('title')} rowCount={total ?? undefined} className={classes.rows}>
        {isPhone ? null : <Head search={search} onSearch={onSearch} />}
        {rows.map((row, index) => (
          <One
            key={row.id}
            row={row}
            index={index + 1}
            current={row.number === search.ticket}
            onOpen={onOpen}
          />
        ))}
      </Rows>
      <ShowMore
        shown={rows.length}
        total={total}
        hasMore={more.has}
        loading={more.loading}
        onMore={more.load}
      />
    </>
  );
}
