import { IconChevronRight } from '@tabler/icons-react';
import { Link, type LinkProps } from '@tanstack/react-router';
import type { ReactNode } from 'react';

import { Icon } from './Icon';
import classes from './KpiCard.module.css';
import { Sparkline } from './Sparkline';

type Props = {
  label: string;
  value: string;
  unit?: string | undefined;
  spark?: readonly number[] | undefined;
  sparkTone?: 'accent' | 'bad';
  /** One sentence; put the signed number into `<Change>`. */
  children: ReactNode;
  /** The list behind the number. */
  link: LinkProps;
};

/** One number with its shape and one sentence. The whole card leads to what it counts. */
export function KpiCard({ label, value, unit, spark, sparkTone, children, link }: Props) {
  return (
    <Link {...link} className={classes.kpi}>
      <span className={classes.label}>{label}</span>
      <Icon of={IconChevronRight} size="s" className={classes.chevron} />
      <span className={classes.number}>
        {value}
        {unit ? <span className={classes.unit}>{unit}</span> : null}
      </span>
      {spark ? <Sparkline values={spark} tone={sparkTone ?? 'accent'} /> : <span />}
      <span className={classes.sentence}>{children}</span>
    </Link>
  );
}

type ChangeProps = { meaning: 'good' | 'bad' | 'even'; children: ReactNode };

/** The signed number of a KPI sentence. */
export function Change({ meaning, children }: ChangeProps) {
  return <span className={classes[meaning]}>{children}</span>;
}
