import { type ReactNode, useEffect } from 'react';

import classes from './Portal.module.css';

type Props = {
  /** The heading, and the name of the browser tab. */
  title: string;
  above?: ReactNode;
  why?: ReactNode;
  children: ReactNode;
};

/** A page of the portal: one heading, one column. */
export function PortalPage({ title, above, why, children }: Props) {
  useEffect(() => {
    document.title = `${title} · Deskplane`;
  }, [title]);
  return (
    <div className={classes.page}>
      {above ? <div className={classes.above}>{above}</div> : null}
      <h1>{title}</h1>
      {why ? <p className={classes.why}>{why}</p> : null}
      {children}
    </div>
  );
}

type SectionProps = { title: string; aside?: ReactNode; children: ReactNode };

export function PortalSection({ title, aside, children }: SectionProps) {
  return (
    <section className={classes.section} aria-label={title}>
      <div className={classes.head}>
        <h2>{title}</h2>
        {aside}
      </div>
      {children}
    </section>
  );
}
