import classes from './Mark.module.css';

/** Two planes: ours solid, theirs outlined. */
export function Mark() {
  return (
    <svg width="22" height="20" viewBox="0 0 22 20" aria-hidden="true">
      <path className={classes.ours} d="M7 1h14l-4 8H3z" />
      <path className={classes.theirs} d="M5.6 11.8h12.1l-3.2 6.4H2.4z" />
    </svg>
  );
}

/** The mark with the name. */
export function Brand() {
  return (
    <span className={classes.brand}>
      <Mark />
      Deskplane
    </span>
  );
}
