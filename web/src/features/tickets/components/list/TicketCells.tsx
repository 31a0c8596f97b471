import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import type { TicketRow } from '@/features/tickets/api/types';
import { SOURCES } from '@/features/tickets/lib/search';
import { cx } from '@/shared/lib/cx';
import { Priority } from '@/shared/ui/Priority';
import { RelativeTime } from '@/shared/ui/RelativeTime';
import { Cell } from '@/shared/ui/Row';
import { Status } from '@/shared/ui/Status';

import type { KnownColumn } from './columns';
import { isKnown } from './columns';
import classes from './TicketList.module.css';

const CUSTOM = 'custom.';

function Quiet({ title, children }: { title?: string | undefined; children: ReactNode }) {
  return (
    <span className={cx(classes.quiet, 'truncate')} title={title}>
      {children}
    </span>
  );
}

function When({ at }: { at: string | null }) {
  return (
    <Cell className={classes.updated} end>
      {at ? <RelativeTime className={classes.quiet} when={at} /> : null}
    </Cell>
  );
}

function Words({ column, row }: { column: 'type' | 'source'; row: TicketRow }) {
  const { t } = useTranslation(['tickets', 'common']);
  const source = SOURCES.find((each) => each === row.source_type);
  if (column === 'type') return <Quiet>{t(`common:type.${row.type}`)}</Quiet>;
  return <Quiet>{source ? t(`source.${source}`) : row.source_type}</Quiet>;
}

function customText(value: unknown): string {
  if (Array.isArray(value)) return value.map(customText).join(', ');
  return value === null || value === undefined ? '' : String(value);
}

type Drawn = Record<Exclude<KnownColumn, 'title' | 'assignee'>, (row: TicketRow) => ReactNode>;

const DRAWN: Drawn = {
  status: (row) => (
    <Cell>
      <Status status={row.status} shapeOnly />
    </Cell>
  ),
  number: (row) => (
    <Cell>
      <span className="key muted">{row.number}</span>
    </Cell>
  ),
  type: (row) => (
    <Cell>
      <Words column="type" row={row} />
    </Cell>
  ),
  source: (row) => (
    <Cell>
      <Words column="source" row={row} />
    </Cell>
  ),
  requester: (row) => (
    <Cell>
      <Quiet>{row.requester?.name}</Quiet>
    </Cell>
  ),
  team: (row) => (
    <Cell>
      <Quiet>{row.team?.name}</Quiet>
    </Cell>
  ),
  category: (row) => (
    <Cell>
      <Quiet title={row.category?.path}>{row.category?.name}</Quiet>
    </Cell>
  ),
  priority: (row) => (
    <Cell>
      <Priority priority={row.priority} />
    </Cell>
  ),
  tags: (row) => (
    <Cell>
      <Quiet title={row.tags.join(', ')}>{row.tags.join(', ')}</Quiet>
    </Cell>
  ),
  due: (row) => <When at={row.next_due_at ?? row.due_at} />,
  created: (row) => <When at={row.created_at} />,
  updated: (row) => <When at={row.updated_at} />,
};

/** What stands in a column of a ticket, title and assignee aside. */
export function TicketCell({ column, row }: { column: string; row: TicketRow }) {
  if (column === 'title' || column === 'assignee') return null;
  if (isKnown(column)) return DRAWN[column as keyof Drawn](row);
  const text = customText(row.custom_fields[column.slice(CUSTOM.length)]);
  return (
    <Cell>
      <Quiet title={text}>{text}</Quiet>
    </Cell>
  );
}
