import { type ReactNode, useEffect } from 'react';

import { Mark } from './Mark';
import classes from './PageHead.module.css';
import { usePhoneActions } from './phoneActions';

type Props = {
  title: string;
  /** Behind the title: a count, a pill. */
  meta?: ReactNode;
  /** Above the title, where the page has a parent. */
  crumb?: ReactNode;
  /** At the right; one primary button at most. */
  actions?: ReactNode;
};

/** The first line of a page. Also names the browser tab. */
export function PageHead({ title, meta, crumb, actions }: Props) {
  useEffect(() => {
    document.title = `${title} · Deskplane`;
  }, [title]);
  const phoneActions = usePhoneActions();
  return (
    <header className={classes.head}>
      {crumb ? null : (
        <span className={classes.mark}>
          <Mark />
        </span>
      )}
      <div className={classes.titles}>
        {crumb ? <div className={classes.crumb}>{crumb}</div> : null}
        <div className={classes.line}>
          <h1>{title}</h1>
          {meta ? <span className={classes.meta}>{meta}</span> : null}
        </div>
      </div>
      {crumb ? null : <span className={classes.phone}>{phoneActions}</span>}
      {actions ? <div className={classes.actions}>{actions}</div> : null}
    </header>
  );
}
