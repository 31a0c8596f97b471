import { BarList } from '@/shared/ui/BarList';
import { Card } from '@/shared/ui/Card';
import { Chart } from '@/shared/ui/Chart';
import { Change, KpiCard } from '@/shared/ui/KpiCard';

import classes from './Gallery.module.css';
import { Part } from './Part';

const DAYS = Array.from({ length: 14 }, (_, index) => ({
  label: `${8 + index} Nov`,
  opened: 62 + ((index * 37) % 30) - (index % 7 > 4 ? 40 : 0),
  resolved: 58 + ((index * 23) % 30) - (index % 7 > 4 ? 38 : 0),
}));

export function Numbers() {
  return (
    <Part span={classes.s12} title="Numbers">
      <div className={classes.stack}>
        <div className={classes.kpis}>
          <KpiCard
            label="Open tickets"
            value="214"
            spark={[3, 4, 4, 6, 5, 6, 7]}
            link={{ to: '.' }}
          >
            <Change meaning="bad">+9</Change> since yesterday, 87 in progress
          </KpiCard>
          <KpiCard
            label="Average resolution"
            value="6.4"
            unit="h"
            spark={[9, 8, 8, 6, 5]}
            link={{ to: '.' }}
          >
            <Change meaning="good">−0.8 h</Change> against the last 14 days
          </KpiCard>
          <KpiCard
            label="SLA compliance"
            value="94.2"
            unit="%"
            spark={[5, 5, 4, 5, 5]}
            link={{ to: '.' }}
          >
            <Change meaning="bad">0.8</Change> points below the 95 % target
          </KpiCard>
          <KpiCard
            label="Critical tickets"
            value="6"
            spark={[2, 1, 3, 2, 5, 4, 6]}
            sparkTone="bad"
            link={{ to: '.' }}
          >
            <Change meaning="bad">+2</Change> since 08:00, 2 critical and 4 urgent
          </KpiCard>
        </div>
        <div className={classes.two}>
          <Chart
            title="Opened and resolved"
            kind="bars"
            points={DAYS}
            totals={{ opened: 850, resolved: 857 }}
            series={[
              { key: 'opened', label: 'Opened', role: 'thing' },
              { key: 'resolved', label: 'Resolved', role: 'compared' },
            ]}
          />
          <Chart
            title="SLA compliance, %"
            kind="line"
            meta="12 weeks"
            points={DAYS.map(({ label, opened }) => ({ label, sla: 90 + opened / 12 }))}
            series={[{ key: 'sla', label: 'SLA', role: 'thing' }]}
            target={{ value: 95, label: 'Target 95' }}
            range={[88, 100]}
          />
        </div>
        <Card title="Open by status">
          <BarList
            rows={[
              { key: 'new', label: 'New', parts: [{ tone: 'blue', value: 31 }] },
              { key: 'p', label: 'In progress', parts: [{ tone: 'violet', value: 87 }] },
              {
                key: 't',
                label: 'Network',
                parts: [
                  { tone: 'red', value: 2, name: 'Critical' },
                  { tone: 'orange', value: 2, name: 'Urgent' },
                  { tone: 'gray', value: 37, name: 'Rest' },
                ],
              },
            ]}
          />
        </Card>
      </div>
    </Part>
  );
}
