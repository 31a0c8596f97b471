import { useTranslation } from 'react-i18next';

import type { Overview } from '@/features/overview/api/overview';
import { STATUSES, type TicketStatus } from '@/shared/lib/vocabulary';
import type { BarTone } from '@/shared/ui/BarList';

import { BarCard } from './BarCard';

const TONES: Partial<Record<TicketStatus, BarTone>> = {
  new: 'blue',
  open: 'blue',
  in_progress: 'violet',
  pending: 'amber',
  on_hold: 'orange',
};

type StatusProps = { rows: Overview['by_status']; className?: string | undefined };

/** Unfinished tickets by status; each bar leads to its list. */
export function StatusBars({ rows, className }: StatusProps) {
  const { t } = useTranslation(['overview', 'common']);
  const counts = new Map(rows.map(({ status, count }) => [status, count]));
  const bars = STATUSES.filter((status) => TONES[status]).map((status) => ({
    key: status,
    label: t(`common:status.${status}`),
    parts: [{ tone: TONES[status] ?? 'gray', value: counts.get(status) ?? 0 }],
    link: { to: '/app/tickets', search: { status } } as const,
  }));
  return (
    <BarCard
      title={t('status.title')}
      className={className}
      rows={bars}
      first={t('status.column')}
      columns={[t('tickets')]}
    />
  );
}

type TeamProps = { rows: Overview['by_team']; className?: string | undefined };

/** Unfinished tickets by team, the pressing ones first in each bar. */
export function TeamBars({ rows, className }: TeamProps) {
  const { t } = useTranslation(['overview', 'common']);
  const names = [t('common:priority.critical'), t('common:priority.urgent'), t('team.rest')];
  const bars = rows.map(({ team, critical, urgent, rest }) => ({
    key: team?.id ?? 'none',
    label: team?.name ?? t('team.none'),
    parts: [
      { tone: 'red' as const, value: critical, name: names[0] ?? '' },
      { tone: 'orange' as const, value: urgent, name: names[1] ?? '' },
      { tone: 'gray' as const, value: rest, name: names[2] ?? '' },
    ],
    link: { to: '/app/tickets', search: { team: team?.id ?? 'none' } } as const,
  }));
  return (
    <BarCard
      title={t('team.title')}
      className={className}
      rows={bars}
      first={t('team.column')}
      columns={names}
      legend={['red', 'orange', 'gray']}
      empty={t('team.empty')}
    />
  );
}

type PeopleProps = { rows: Overview['by_assignee']; className?: string | undefined };

/** Unfinished tickets of each person, for those who share out the work. */
export function PeopleBars({ rows, className }: PeopleProps) {
  const { t } = useTranslation(['overview', 'common']);
  const names = [t('common:priority.critical'), t('common:priority.urgent'), t('team.rest')];
  const bars = rows.map(({ person, critical, urgent, rest }) => ({
    key: person.id,
    label: person.name,
    parts: [
      { tone: 'red' as const, value: critical, name: names[0] ?? '' },
      { tone: 'orange' as const, value: urgent, name: names[1] ?? '' },
      { tone: 'gray' as const, value: rest, name: names[2] ?? '' },
    ],
    link: { to: '/app/tickets', search: { assignee: person.id } } as const,
  }));
  return (
    <BarCard
      title={t('people.title')}
      className={className}
      rows={bars}
      first={t('people.column')}
      columns={names}
      legend={['red', 'orange', 'gray']}
      empty={t('people.empty')}
    />
  );
}
