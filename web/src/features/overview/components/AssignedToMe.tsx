import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { assignedQuery, type TicketRow } from '@/features/overview/api/overview';
import { number } from '@/shared/lib/format';
import { Card } from '@/shared/ui/Card';
import { Fuse } from '@/shared/ui/Fuse';
import { Loaded } from '@/shared/ui/Loaded';
import { Priority } from '@/shared/ui/Priority';
import { RelativeTime } from '@/shared/ui/RelativeTime';
import { Cell, Row, Rows, rowLink } from '@/shared/ui/Row';
import { SkeletonRows } from '@/shared/ui/Skeleton';
import { Status } from '@/shared/ui/Status';

import classes from './AssignedToMe.module.css';

/** The person's own unfinished tickets, most pressing first. */
export function AssignedToMe({ className }: { className?: string | undefined }) {
  const { t } = useTranslation('overview');
  const query = useQuery(assignedQuery);
  const total = query.data?.page.total;
  return (
    <Card
      flush
      title={t('mine.title')}
      meta={typeof total === 'number' ? t('mine.count', { shown: number(total) }) : null}
      className={className}
      action={
        <Link to="/app/tickets" search={{ view: 'mine' }}>
          {t('mine.open')}
        </Link>
      }
    >
      <Loaded query={query} skeleton={<SkeletonRows count={5} />} errorTitle={t('mine.failed')}>
        {({ data }) =>
          data.length > 0 ? (
            <Rows label={t('mine.title')} className={classes.rows}>
              {data.map((row, index) => (
                <Line key={row.id} row={row} index={index + 1} />
              ))}
            </Rows>
          ) : (
            <p className={classes.none}>{t('mine.empty')}</p>
          )
        }
      </Loaded>
    </Card>
  );
}

function Line({ row, index }: { row: TicketRow; index: number }) {
  const due = row.next_due_at ?? row.due_at;
  return (
    <Row columns={classes.columns} index={index}>
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
      <Cell className={classes.requester}>
        <span className="muted truncate">{row.requester?.name}</span>
      </Cell>
      <Cell>
        <Priority priority={row.priority} />
      </Cell>
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
