import { Popover } from '@mantine/core';
import { type ReactNode, useState } from 'react';

import { cx } from '@/shared/lib/cx';

import classes from './Properties.module.css';

type PropertiesProps = {
  children: ReactNode;
  /** Labels beside the values, one under the other, as in the side panel. */
  list?: boolean;
};

/** Facts of a thing: label above the value, two columns. */
export function Properties({ children, list = false }: PropertiesProps) {
  return <dl className={cx(classes.properties, list && classes.list)}>{children}</dl>;
}

type PropertyProps = {
  label: string;
  children: ReactNode;
  /** Draws the editor; without it the value is plain. */
  editor?: ((close: () => void) => ReactNode) | undefined;
  /** Given both, a key of the page can open the editor too. */
  opened?: boolean;
  onOpened?: (opened: boolean) => void;
  wide?: boolean;
};

/** One fact; a click edits it in place. */
export function Property(props: PropertyProps) {
  const { label, children, editor, opened, onOpened, wide = false } = props;
  const [own, setOwn] = useState(false);
  const isOpen = opened ?? own;
  const setOpen = onOpened ?? setOwn;
  return (
    <div className={cx(classes.property, wide && classes.wide)}>
      <dt className={classes.label}>{label}</dt>
      <dd className={classes.value}>
        {editor ? (
          <Popover opened={isOpen} onChange={setOpen} position="bottom-start" trapFocus returnFocus>
            <Popover.Target>
              <button
                type="button"
                className={classes.edit}
                aria-expanded={isOpen}
                onClick={() => setOpen(!isOpen)}
              >
                <span className="unseen">{label}: </span>
                {children}
              </button>
            </Popover.Target>
            <Popover.Dropdown>{editor(() => setOpen(false))}</Popover.Dropdown>
          </Popover>
        ) : (
          children
        )}
      </dd>
    </div>
  );
}
