import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import type { Overview } from '@/features/overview/api/overview';
import { NOW_LINKS } from '@/features/overview/lib/now';
import { cx } from '@/shared/lib/cx';
import { duration, number } from '@/shared/lib/format';
import { useNow } from '@/shared/lib/useNow';
import { Card } from '@/shared/ui/Card';

import classes from './NowCard.module.css';

type Props = { data: Overview; className?: string | undefined };

const NONE = '–';

/** What a lead looks at first: each number opens its tickets. */
export function NowCard({ data, className }: Props) {
  const { t } = useTranslation('overview');
  const now = useNow();
  const age = data.oldest ? duration(now - Date.parse(data.oldest)) : NONE;
  const items = [
    { key: 'unassigned', value: number(data.unassigned), tone: data.unassigned > 0 && 'amber' },
    { key: 'atRisk', value: number(data.at_risk), tone: data.at_risk > 0 && 'amber' },
    { key: 'breached', value: number(data.breached), tone: data.breached > 0 && 'red' },
    { key: 'oldest', value: age, tone: false },
  ] as const;
  return (
    <Card title={t('now.title')} className={className}>
      <ul className={classes.items}>
        {items.map(({ key, value, tone }) => (
          <li key={key}>
            <Link {...NOW_LINKS[key]} className={classes.item}>
              <span className={cx(classes.value, tone && classes[tone])}>{value}</span>
              <span className={classes.label}>{t(`now.${key}`)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  );
}
