import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { cx } from '@/shared/lib/cx';
import type { TicketPriority } from '@/shared/lib/vocabulary';

import classes from './Priority.module.css';

const BARS = ['M0 6.5h2.4V10H0z', 'M3.8 3.5h2.4V10H3.8z', 'M7.6 0H10v10H7.6z'];

function bars(lit: number): ReactNode {
  return BARS.map((bar, index) => (
    <path key={bar} d={bar} className={index < lit ? undefined : classes.faint} />
  ));
}

const SHAPES: Record<TicketPriority, ReactNode> = {
  critical: <path d="M5 0l5 5-5 5-5-5z" />,
  urgent: <path d="M5 1l5 8H0z" />,
  high: bars(3),
  medium: bars(2),
  low: bars(1),
  planning: bars(0),
};

/** Only what needs attention is filled; medium and below are plain text. */
export function Priority({ priority }: { priority: TicketPriority }) {
  const { t } = useTranslation();
  return (
    <span className={cx(classes.priority, classes[priority])}>
      <svg className={classes.shape} viewBox="0 0 10 10" aria-hidden="true">
        {SHAPES[priority]}
      </svg>
      {t(`priority.${priority}`)}
    </span>
  );
}
