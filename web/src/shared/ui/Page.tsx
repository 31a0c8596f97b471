import type { ReactNode } from 'react';

import { cx } from '@/shared/lib/cx';

import classes from './Page.module.css';

type Props = {
  /** The whole page scrolls; without it a part inside does. */
  scrolls?: boolean;
  children: ReactNode;
};

/** One column of the plane. A side panel stands beside it, in the same plane. */
export function Page({ scrolls = false, children }: Props) {
  return <div className={cx(classes.page, scrolls && classes.scrolls)}>{children}</div>;
}
