import { ActionIcon } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import classes from './BulkBar.module.css';
import { Icon } from './Icon';

type Props = {
  count: number;
  /** Size of the whole filtered list; offers to select all of it. */
  total?: number | undefined;
  allSelected?: boolean;
  onSelectAll?: () => void;
  onClear: () => void;
  /** Subtle buttons of size xs, with their keys. */
  children: ReactNode;
};

/** What can be done with the ticked rows; floats above the end of the list. */
export function BulkBar({ count, total, allSelected, onSelectAll, onClear, children }: Props) {
  const { t } = useTranslation();
  if (count === 0) return null;
  const offersAll = onSelectAll && !allSelected && total !== undefined && total > count;
  return (
    <div
      className={classes.bar}
      data-over-end
      role="toolbar"
      aria-label={t('bulk.selected', { count })}
    >
      <span className={classes.count} aria-live="polite">
        {t('bulk.selected', { count })}
      </span>
      {offersAll ? (
        <button type="button" className={classes.all} onClick={onSelectAll}>
          {t('bulk.selectAll', { total })}
        </button>
      ) : null}
      <span className={classes.line} />
      {children}
      <span className={classes.line} />
      <ActionIcon size="sm" aria-label={t('bulk.clear')} onClick={onClear}>
        <Icon of={IconX} size="s" />
      </ActionIcon>
    </div>
  );
}
