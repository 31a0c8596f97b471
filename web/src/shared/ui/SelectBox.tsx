import { type MouseEvent, useEffect, useRef } from 'react';

import classes from './Row.module.css';

type Props = {
  label: string;
  checked: boolean;
  mixed?: boolean;
  /** `range` is true when Shift was held. */
  onToggle: (range: boolean) => void;
};

/** The tick box of a row or of a whole list; light enough for a thousand rows. */
export function SelectBox({ label, checked, mixed = false, onToggle }: Props) {
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (box.current) box.current.indeterminate = mixed;
  }, [mixed]);
  return (
    <input
      ref={box}
      type="checkbox"
      className={classes.box}
      aria-label={label}
      checked={checked}
      onChange={() => undefined}
      onClick={(event: MouseEvent) => onToggle(event.shiftKey)}
    />
  );
}
