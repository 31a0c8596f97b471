import { useState } from 'react';

import classes from './TypeIcon.module.css';

/** The picture of a connection type; one that has none yet shows its first letters. */
export function TypeIcon({ type, name }: { type: string; name: string }) {
  const [missing, setMissing] = useState(false);
  if (missing) {
    return (
      <span className={classes.letters} aria-hidden="true">
        {name.slice(0, 2).toUpperCase()}
      </span>
    );
  }
  return (
    <img
      className={classes.picture}
      src={`/connections/icon_${type}.svg`}
      alt={name}
      width={36}
      height={36}
      onError={() => setMissing(true)}
    />
  );
}
