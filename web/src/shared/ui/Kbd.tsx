import { cx } from '@/shared/lib/cx';

import classes from './Kbd.module.css';

/** A key cap. `onFill` sits on a filled button. */
export function Kbd({ children, onFill = false }: { children: string; onFill?: boolean }) {
  return <kbd className={cx(classes.kbd, onFill && classes.onFill)}>{children}</kbd>;
}
