import { ActionIcon } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconColumns, IconPlus, IconUser } from '@tabler/icons-react';
import { BulkBar } from '@/shared/ui/BulkBar';
import { Icon } from '@/shared/ui/Icon';
import { Mark } from '@/shared/ui/Mark';

import classes from './Gallery.module.css';
import { Numbers } from './Numbers';
import { Part } from './Part';
import { Badges, Buttons, Inputs } from './Small';
import { States } from './States';
import { Composers, Facts, TableRows, Talk } from './Work';

/** Every part of the design system on one sheet. */
export function Gallery() {
  return (
    <div className={classes.page}>
      <div className={classes.top}>
        <Mark />
        <h1>Deskplane design system</h1>
        <span className="muted">Two planes: solid is ours, outlined is theirs.</span>
      </div>
      <div className={classes.grid}>
        <Badges />
        <Buttons />
        <Inputs />
        <Composers />
        <TableRows />
        <Part span={classes.s4} title="Bulk bar">
          <BulkBar count={3} total={41} onSelectAll={() => undefined} onClear={() => undefined}>
            {[IconUser, IconArrowUp, IconArrowDown, IconColumns, IconPlus].map((icon) => (
              <ActionIcon key={icon.displayName} size="sm" aria-label="action">
                <Icon of={icon} size="s" />
              </ActionIcon>
            ))}
          </BulkBar>
        </Part>
        <Talk />
        <Facts />
        <Numbers />
        <States />
      </div>
    </div>
  );
}
