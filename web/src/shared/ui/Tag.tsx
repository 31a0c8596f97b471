import type { Icon as TablerIcon } from '@tabler/icons-react';
import type { ReactNode } from 'react';

import { cx } from '@/shared/lib/cx';

import { Icon } from './Icon';
import classes from './Tag.module.css';

export type Tone =
  | 'gray'
  | 'blue'
  | 'violet'
  | 'amber'
  | 'orange'
  | 'green'
  | 'red'
  | 'accent'
  | 'line';

type Props = { tone?: Tone; icon?: TablerIcon; children: ReactNode };

/** A short word about a thing: VIP, Public, Deactivated. Statuses and priorities have their own parts. */
export function Tag({ tone = 'gray', icon, children }: Props) {
  return (
    <span className={cx(classes.tag, classes[tone])}>
      {icon ? <Icon of={icon} size="xs" /> : null}
      {children}
    </span>
  );
}
