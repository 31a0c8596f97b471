import type { ReactNode } from 'react';

import classes from './Gallery.module.css';

const MINUTE = 60_000;
/** A moment so many minutes from now. */
export const at = (minutes: number) => new Date(Date.now() + minutes * MINUTE).toISOString();

/** A place on the sheet, with its name. */
export function Part({
  span,
  title,
  children,
}: {
  span: string | undefined;
  title: string;
  children: ReactNode;
}) {
  return (
    <section className={span}>
      <h2 className={classes.heading}>{title}</h2>
      {children}
    </section>
  );
}
