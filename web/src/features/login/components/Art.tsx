import { cx } from '@/shared/lib/cx';

import classes from './Entrance.module.css';

const SLANT = 0.5;
const HATCH = Array.from({ length: 14 }, (_, index) => -200 + index * 90);

const THEIRS = [
  { system: 'ServiceNow', number: 'INC0010482' },
  { system: 'Jira', number: 'OPS-461' },
  { system: 'SolMan', number: '8000041277' },
];

/** A plane seen from the side: its lower edge is pushed to the left. */
function plane(left: number, top: number, width: number, height: number): string {
  const push = height * SLANT;
  return `M${left + push} ${top}h${width}l${-push} ${height}h${-width}z`;
}

/** One desk in front of many, drawn as planes. */
export function Art() {
  return (
    <svg
      className={classes.art}
      viewBox="0 0 720 900"
      preserveAspectRatio="xMidYMid slice"
      aria-hidden="true"
    >
      {HATCH.map((left) => (
        <line key={left} className={classes.hatch} x1={left} y1="900" x2={left + 450} y2="0" />
      ))}
      <path className={classes.ours} d={plane(196, 300, 430, 64)} />
      <text className={classes.onOurs} x="234" y="336">
        Deskplane
      </text>
      <text className={cx(classes.onOurs, classes.number)} x="622" y="336" textAnchor="end">
        INC-4821
      </text>
      {THEIRS.map(({ system, number }, index) => {
        const left = 154 - index * 30;
        const top = 392 + index * 60;
        return (
          <g key={system}>
            <path className={classes.theirs} d={plane(left, top, 430, 48)} />
            <text className={classes.name} x={left + 30} y={top + 28}>
              {system}
            </text>
            <text
              className={cx(classes.theirNumber, classes.number)}
              x={left + 426}
              y={top + 28}
              textAnchor="end"
            >
              {number}
            </text>
          </g>
        );
      })}
    </svg>
  );
}
