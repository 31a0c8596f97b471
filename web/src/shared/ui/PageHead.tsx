import { type ReactNode, useEffect } from 'react';

import classes from './PageHead.module.css';

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
  return (
    <header className={classes.head}>
      <div className={classes.titles}>
        {crumb ? <div className={classes.crumb}>{crumb}</div> : null}
        <div className={classes.line}>
          <h1>{title}</h1>
          {meta ? <span className={classes.meta}>{meta}</span> : null}
        </div>
      </div>
      {actions ? <div className={classes.actions}>{actions}</div> : null}
    </header>
  );
}
