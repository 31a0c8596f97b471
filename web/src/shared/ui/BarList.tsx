import { Link, type LinkProps } from '@tanstack/react-router';

import { cx } from '@/shared/lib/cx';
import { number } from '@/shared/lib/format';

import classes from './BarList.module.css';

export type BarTone = 'blue' | 'violet' | 'amber' | 'orange' | 'green' | 'gray' | 'red' | 'accent';

export type BarRow = {
  key: string;
  label: string;
  /** Parts of the bar from the left; what has a name is read out. */
  parts: readonly { tone: BarTone; value: number; name?: string }[];
  link?: LinkProps | undefined;
};

/** Lying bars with label and sum: open by status, open by team. */
export function BarList({ rows }: { rows: readonly BarRow[] }) {
  const sums = rows.map(({ parts }) => parts.reduce((sum, part) => sum + part.value, 0));
  const most = Math.max(1, ...sums);
  return (
    <div className={classes.list}>
      {rows.map((row, index) => {
        const inside = (
          <>
            <span className={classes.label}>{row.label}</span>
            <span className={classes.bar} aria-hidden="true">
              {row.parts
                .filter((part) => part.value > 0)
                .map((part) => (
                  <span
                    key={part.name ?? part.tone}
                    className={cx(classes.part, classes[part.tone])}
                    title={part.name ? `${part.name}: ${number(part.value)}` : undefined}
                    style={{ width: `${(part.value / most) * 100}%` }}
                  />
                ))}
            </span>
            <span className={classes.value}>{number(sums[index] ?? 0)}</span>
          </>
        );
        return row.link ? (
          <Link key={row.key} {...row.link} className={classes.row}>
            {inside}
          </Link>
        ) : (
          <div key={row.key} className={classes.row}>
            {inside}
          </div>
        );
      })}
    </div>
  );
}
