import { ActionIcon, Popover } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';

import { Icon } from './Icon';

import classes from './Section.module.css';

type Props = {
  title: string;
  meta?: ReactNode;
  /** Opens from the plus behind the title. */
  add?: ((close: () => void) => ReactNode) | undefined;
  addLabel?: string | undefined;
  action?: ReactNode;
  children?: ReactNode;
};

/** A part of the column at the right, divided from the next by a line. */
export function Section({ title, meta, add, addLabel, action, children }: Props) {
  const [open, setOpen] = useState(false);
  return (
    <section className={classes.section}>
      <div className={classes.head}>
        <h2>{title}</h2>
        {meta ? <span className={classes.meta}>{meta}</span> : null}
        <span className={classes.end}>
          {action}
          {add ? (
            <Popover opened={open} onChange={setOpen} position="bottom-end" trapFocus returnFocus>
              <Popover.Target>
                <ActionIcon
                  size="xs"
                  aria-label={addLabel}
                  title={addLabel}
                  onClick={() => setOpen(!open)}
                >
                  <Icon of={IconPlus} size="s" />
                </ActionIcon>
              </Popover.Target>
              <Popover.Dropdown>{add(() => setOpen(false))}</Popover.Dropdown>
            </Popover>
          ) : null}
        </span>
      </div>
      {children}
    </section>
  );
}

/** Things one under the other in a section. */
export function Lines({ children }: { children: ReactNode }) {
  return <ul className={classes.lines}>{children}</ul>;
}

type LineProps = { children: ReactNode; end?: ReactNode };

export function Line({ children, end }: LineProps) {
  return (
    <li className={classes.line}>
      {children}
      {end ? <span className={classes.lineEnd}>{end}</span> : null}
    </li>
  );
}
