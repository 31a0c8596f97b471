import { Tooltip } from '@mantine/core';
import type { ReactElement } from 'react';

/** Where the navigation shows icons alone, their names come beside the pointer. */
export function NavTip(props: { label: string; iconsOnly: boolean; children: ReactElement }) {
  const { label, iconsOnly, children } = props;
  if (!iconsOnly) return children;
  return (
    <Tooltip label={label} position="right" openDelay={0}>
      {children}
    </Tooltip>
  );
}
