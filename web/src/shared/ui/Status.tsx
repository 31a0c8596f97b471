import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { cx } from '@/shared/lib/cx';
import type { TicketStatus } from '@/shared/lib/vocabulary';

import classes from './Status.module.css';

const ring = <circle cx="7" cy="7" r="5.2" strokeWidth="1.7" />;
const tickedDisc = (
  <>
    <circle className={classes.solid} cx="7" cy="7" r="6" />
    <path className={classes.tick} d="M4.3 7.2l1.9 1.9 3.5-3.8" strokeWidth="1.6" />
  </>
);

const SHAPES: Record<TicketStatus, { tone: string | undefined; drawing: ReactNode }> = {
  new: {
    tone: classes.new,
    drawing: <circle className={classes.dashed} cx="7" cy="7" r="5.2" strokeWidth="1.6" />,
  },
  open: { tone: classes.open, drawing: ring },
  in_progress: {
    tone: classes.inProgress,
    drawing: (
      <>
        {ring}
        <path className={classes.solid} d="M7 3.6a3.4 3.4 0 0 1 0 6.8z" />
      </>
    ),
  },
  pending: {
    tone: classes.pending,
    drawing: (
      <>
        {ring}
        <path d="M5.6 5v4M8.4 5v4" strokeWidth="1.5" />
      </>
    ),
  },
  on_hold: {
    tone: classes.onHold,
    drawing: (
      <>
        <path d="M4.8 1.8h4.4l3 3v4.4l-3 3H4.8l-3-3V4.8z" strokeWidth="1.6" />
        <path d="M4.8 7h4.4" strokeWidth="1.6" />
      </>
    ),
  },
  resolved: { tone: classes.resolved, drawing: tickedDisc },
  closed: { tone: classes.closed, drawing: tickedDisc },
  cancelled: {
    tone: classes.cancelled,
    drawing: (
      <>
        {ring}
        <path d="M5 5l4 4M9 5l-4 4" strokeWidth="1.5" />
      </>
    ),
  },
};

type Props = {
  status: TicketStatus;
  /** Name of the sub-status, shown after the word. */
  sub?: string | null | undefined;
  /** Only in dense rows: the word moves into the title and hidden text. */
  shapeOnly?: boolean;
};

/** Shape and word; the colour is only the third sign. */
export function Status({ status, sub, shapeOnly = false }: Props) {
  const { t } = useTranslation();
  const { tone, drawing } = SHAPES[status];
  const word = t(`status.${status}`);
  const name = status === 'cancelled' ? <s>{word}</s> : word;
  return (
    <span className={classes.status} title={shapeOnly ? word : undefined}>
      <svg className={cx(classes.shape, tone)} viewBox="0 0 14 14" aria-hidden="true">
        {drawing}
      </svg>
      {shapeOnly ? <span className="unseen">{word}</span> : name}
      {sub && !shapeOnly ? <span className={classes.sub}>{sub}</span> : null}
    </span>
  );
}
