import { type ReactNode, useId } from 'react';

import { Boundary } from './Boundary';
import classes from './SettingsSection.module.css';

/** A part of a settings page: what it is about at the left, its fields at the right. */
export function SettingsSection({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={classes.section} aria-label={title}>
      <h2>{title}</h2>
      <div className={classes.fields}>
        <Boundary>{children}</Boundary>
      </div>
    </section>
  );
}

type LabelledProps = { label: string; children: ReactNode };

/** A label over something that is no input, as a segmented choice. */
export function Labelled({ label, children }: LabelledProps) {
  const id = useId();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would draw a frame
    <div role="group" aria-labelledby={id}>
      <div id={id} className={classes.label}>
        {label}
      </div>
      {children}
    </div>
  );
}
