import { useTranslation } from 'react-i18next';

import type { Overview } from '@/features/overview/api/overview';
import { kpisOf } from '@/features/overview/lib/kpis';
import { useMe } from '@/shared/api/me';
import { cx } from '@/shared/lib/cx';
import { Change, KpiCard } from '@/shared/ui/KpiCard';

import { AssignedToMe, BreachingSoon } from './AssignedToMe';
import { FlowChart } from './FlowChart';
import { NowCard } from './NowCard';
import classes from './OverviewPage.module.css';
import { SlaChart, SlaEmpty } from './SlaChart';
import { PeopleBars, StatusBars, TeamBars } from './WorkBars';

type Props = { data: Overview; days: number };

/** The cards: four numbers, what came in and went out, where the work lies, and what is mine. */
export function Figures({ data, days }: Props) {
  const { t } = useTranslation('overview');
  const { role } = useMe();
  const leads = role === 'admin' || role === 'team_lead';
  const hasSla = data.sla_weeks.length > 0;
  return (
    <div className={cx(classes.cards, hasSla && classes.withSla)}>
      {kpisOf(data, days, t).map(({ key, change, words, ...kpi }) => (
        <div key={key} className={classes.kpi}>
          <KpiCard {...kpi}>
            {change ? <Change meaning={change.meaning}>{change.text}</Change> : null}
            {change ? ' ' : null}
            {words}
          </KpiCard>
        </div>
      ))}
      <FlowChart series={data.series} className={classes.flow} />
      {hasSla ? (
        <>
          <SlaChart weeks={data.sla_weeks} className={classes.sla} />
          <StatusBars rows={data.by_status} className={classes.status} />
        </>
      ) : (
        <div className={classes.stack}>
          <StatusBars rows={data.by_status} className={classes.grows} />
          <SlaEmpty />
        </div>
      )}
      {leads ? <NowCard data={data} className={classes.now} /> : null}
      <BreachingSoon className={classes.half} />
      <AssignedToMe className={classes.half} />
      <TeamBars rows={data.by_team} className={classes.half} />
      {leads ? <PeopleBars rows={data.by_assignee} className={classes.half} /> : null}
    </div>
  );
}
