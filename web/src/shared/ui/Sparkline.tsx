import { cx } from '@/shared/lib/cx';

import classes from './Sparkline.module.css';

const WIDTH = 106;
const HEIGHT = 26;

type Props = { values: readonly number[]; tone?: 'accent' | 'bad' };

/** The shape of the last days without scale; the card around it says the numbers. */
export function Sparkline({ values, tone = 'accent' }: Props) {
  if (values.length < 2) return null;
  const low = Math.min(...values);
  const span = Math.max(...values) - low || 1;
  const points = values.map((value, index) => {
    const x = (index / (values.length - 1)) * WIDTH;
    // A flat line lies in the middle, the lowest point keeps some ground under it.
    const y = HEIGHT - 6 - ((value - low) / span) * (HEIGHT - 8);
    return `${x.toFixed(1)},${y.toFixed(1)}`;
  });
  return (
    <svg
      className={cx(classes.spark, tone === 'bad' && classes.bad)}
      width={WIDTH}
      height={HEIGHT}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      aria-hidden="true"
    >
      <path
        className={classes.area}
        d={`M0,${HEIGHT} L${points.join(' L')} L${WIDTH},${HEIGHT}z`}
      />
      <polyline className={classes.line} points={points.join(' ')} />
    </svg>
  );
}
