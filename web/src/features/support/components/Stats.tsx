import type { LinkProps } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { useTicketStats } from '@/features/support/api/useTicketStats';
import type { SupportSearch } from '@/features/support/lib/search';
import type { components } from '@/shared/api/schema';
import { number } from '@/shared/lib/format';
import { STATUSES } from '@/shared/lib/vocabulary';
import { KpiCard } from '@/shared/ui/KpiCard';
import { Loaded } from '@/shared/ui/Loaded';
import { Skeleton } from '@/shared/ui/Skeleton';

import classes from './SupportPage.module.css';

type TicketStats = components['schemas']['TicketStats'];

const UNFINISHED = STATUSES.slice(0, 5).join(',');

const toList = (search: SupportSearch): LinkProps => ({ to: '/app/support', search });

const PLACES = ['open', 'working', 'critical', 'resolved'];

function Waiting() {
  const { t } = useTranslation();
  return (
    <div className={classes.kpis} role="status" aria-label={t('state.loading')}>
      {PLACES.map((place) => (
        <Skeleton key={place} className={classes.kpiShape} />
      ))}
    </div>
  );
}

function Cards({ stats }: { stats: TicketStats }) {
  const { t } = useTranslation('support');
  const share = (part: number) =>
    number(stats.total_tickets > 0 ? (100 * part) / stats.total_tickets : 0);
  const hours = stats.avg_resolution_time_hours;
  const met = stats.sla_compliance_percentage;
  return (
    <div className={classes.kpis}>
      <KpiCard
        label={t('kpi.open')}
        value={number(stats.open_tickets)}
        link={toList({ status: 'new,open' })}
      >
        {t('kpi.openWords', { total: number(stats.total_tickets) })}
      </KpiCard>
      <KpiCard
        label={t('kpi.working')}
        value={number(stats.in_progress_tickets)}
        link={toList({ status: 'in_progress' })}
      >
        {t('kpi.workingWords', { share: share(stats.in_progress_tickets) })}
      </KpiCard>
      <KpiCard
        label={t('kpi.critical')}
        value={number(stats.critical_tickets)}
        link={toList({ priority: 'critical,urgent', status: UNFINISHED })}
      >
        {t('kpi.criticalWords')}
      </KpiCard>
      <KpiCard
        label={t('kpi.resolved')}
        value={number(stats.resolved_tickets)}
        link={toList({ status: 'resolved,closed' })}
      >
        {typeof hours === 'number' ? t('kpi.hours', { hours: number(hours, 1) }) : null}
        {typeof met === 'number' ? t('kpi.met', { met: number(met, 1) }) : null}
      </KpiCard>
    </div>
  );
}

/** Four numbers, each of which shows its tickets below. */
export function Stats() {
  const { t } = useTranslation('support');
  const query = useTicketStats();
  return (
    <Loaded query={query} skeleton={<Waiting />} errorTitle={t('kpi.failed')}>
      {(stats) => <Cards stats={stats} />}
    </Loaded>
  );
}
