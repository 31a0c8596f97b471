import type { ReactNode } from 'react';

import classes from './Why.module.css';

/** What a page is for, behind its title; a phone has no room for it. */
export function Why({ children }: { children: ReactNode }) {
  return <span className={classes.why}>{children}</span>;
}
