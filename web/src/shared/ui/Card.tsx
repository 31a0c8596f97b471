import type { ReactNode } from 'react';

import { cx } from '@/shared/lib/cx';

import { Boundary } from './Boundary';
import classes from './Card.module.css';

type Props = {
  title: ReactNode;
  meta?: ReactNode;
  action?: ReactNode;
  /** The content brings its own side space, as a table does. */
  flush?: boolean;
  className?: string | undefined;
  children: ReactNode;
};

/** A frame for an independent thing. Lists and diffs need none, and cards never hold cards. */
export function Card({ title, meta, action, flush = false, className, children }: Props) {
  return (
    <section className={cx(classes.card, className)}>
      <div className={classes.head}>
        <h2>{title}</h2>
        {meta ? <span className={classes.meta}>{meta}</span> : null}
        {action ? <span className={classes.action}>{action}</span> : null}
      </div>
      <div className={flush ? undefined : classes.body}>
        <Boundary>{children}</Boundary>
      </div>
    </section>
  );
}
