import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { assignedQuery, dueQuery } from '@/features/overview/api/overview';
import { DUE_LINK } from '@/features/overview/lib/now';
import { number } from '@/shared/lib/format';
import { Card } from '@/shared/ui/Card';
import { Loaded } from '@/shared/ui/Loaded';
import { SkeletonRows } from '@/shared/ui/Skeleton';

import { TicketLines } from './TicketLines';
import classes from './TicketLines.module.css';

type Props = { className?: string | undefined };

/** The person's own unfinished tickets, most pressing first. */
export function AssignedToMe({ className }: Props) {
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
            <TicketLines label={t('mine.title')} rows={data} />
          ) : (
            <p className={classes.none}>{t('mine.empty')}</p>
          )
        }
      </Loaded>
    </Card>
  );
}

/** What is due next; what is overdue stands on top. */
export function BreachingSoon({ className }: Props) {
  const { t } = useTranslation('overview');
  const query = useQuery(dueQuery);
  const total = query.data?.page.total;
  return (
    <Card
      flush
      title={t('soon.title')}
      className={className}
      action={
        <Link {...DUE_LINK}>{t('soon.all', { shown: number(total ?? 0), count: total ?? 0 })}</Link>
      }
    >
      <Loaded query={query} skeleton={<SkeletonRows count={5} />} errorTitle={t('soon.failed')}>
        {({ data }) =>
          data.length > 0 ? (
            <TicketLines narrow label={t('soon.title')} rows={data} />
          ) : (
            <p className={classes.none}>{t('soon.empty')}</p>
          )
        }
      </Loaded>
    </Card>
  );
}
