import { SegmentedControl } from '@mantine/core';
import type { Icon as TablerIcon } from '@tabler/icons-react';

import { Icon } from './Icon';
import classes from './Segmented.module.css';

export type Segment<Value extends string> = {
  value: Value;
  label: string;
  icon?: TablerIcon;
  count?: number | undefined;
};

type Props<Value extends string> = {
  label: string;
  segments: readonly Segment<Value>[];
  value: Value;
  onChange: (value: Value) => void;
  fullWidth?: boolean;
};

/** A gray trough with a white thumb: one of a few. */
export function Segmented<Value extends string>(props: Props<Value>) {
  const { label, segments, value, onChange, fullWidth = false } = props;
  return (
    <SegmentedControl
      aria-label={label}
      fullWidth={fullWidth}
      transitionDuration={160}
      classNames={{
        root: classes.root ?? '',
        label: classes.label ?? '',
        indicator: classes.indicator ?? '',
        innerLabel: classes.innerLabel ?? '',
        control: classes.control ?? '',
      }}
      data={segments.map((segment) => ({
        value: segment.value,
        label: (
          <>
            {segment.icon ? <Icon of={segment.icon} size="s" /> : null}
            {segment.label}
            {segment.count === undefined ? null : (
              <span className={classes.count}>{segment.count}</span>
            )}
          </>
        ),
      }))}
      value={value}
      onChange={(next) => onChange(next as Value)}
    />
  );
}
