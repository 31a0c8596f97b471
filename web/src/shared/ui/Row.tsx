import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import type { ReactNode, Ref } from 'react';
import { useTranslation } from 'react-i18next';

import { cx } from '@/shared/lib/cx';

import { Icon } from './Icon';
import classes from './Row.module.css';

/** Classes for the link that opens a row, and for what lies above it. */
export const rowLink = classes.open ?? '';
export const aboveRowLink = classes.above ?? '';

type RowsProps = {
  label: string;
  /** Rows of the whole list, for screen readers, when only some are drawn. */
  rowCount?: number | undefined;
  className?: string | undefined;
  children: ReactNode;
};

/** A dense list of rows; the columns are a `grid-template-columns` class given to head and rows. */
export function Rows({ label, rowCount, className, children }: RowsProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: the rows are virtual and laid out as grids
    <div
      role="table"
      aria-label={label}
      aria-rowcount={rowCount}
      className={cx(classes.rows, className)}
    >
      {children}
    </div>
  );
}

export function RowHead({
  columns,
  children,
}: {
  columns: string | undefined;
  children: ReactNode;
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: see Rows
    // biome-ignore lint/a11y/useFocusableInteractive: a row of a table is not a widget
    <div role="row" className={cx(classes.head, columns)}>
      {children}
    </div>
  );
}

type HeadCellProps = {
  children?: ReactNode;
  sorted?: 'ascending' | 'descending' | undefined;
  onSort?: () => void;
  /** At the edge of the head, such as a handle to move it. */
  tool?: ReactNode;
  end?: boolean;
  className?: string | undefined;
};

export function HeadCell(props: HeadCellProps) {
  const { children, sorted, onSort, tool, end = false, className } = props;
  const { t } = useTranslation();
  const column = typeof children === 'string' ? children : '';
  return (
    // biome-ignore lint/a11y/useSemanticElements: see Rows
    // biome-ignore lint/a11y/useFocusableInteractive: the button inside takes the focus
    <div
      role="columnheader"
      aria-sort={sorted}
      className={cx(classes.cell, end && classes.end, className)}
    >
      {onSort ? (
        <button
          type="button"
          className={cx(classes.sort, sorted && classes.sorted)}
          title={t('table.sortBy', { column })}
          onClick={onSort}
        >
          {children}
          {sorted ? (
            <Icon of={sorted === 'ascending' ? IconArrowUp : IconArrowDown} size="xs" />
          ) : null}
        </button>
      ) : (
        children
      )}
      {tool}
    </div>
  );
}

type RowProps = {
  columns: string | undefined;
  children: ReactNode;
  /** Position in the whole list, from 1, head not counted. */
  index?: number;
  current?: boolean;
  selected?: boolean;
  unread?: boolean;
  changed?: boolean;
  className?: string | undefined;
  ref?: Ref<HTMLDivElement>;
};

export function Row(props: RowProps) {
  const { columns, children, index, current, selected, unread, changed, className, ref } = props;
  return (
    // biome-ignore lint/a11y/useSemanticElements: see Rows
    // biome-ignore lint/a11y/useFocusableInteractive: the link inside takes the focus
    <div
      ref={ref}
      role="row"
      aria-rowindex={index === undefined ? undefined : index + 1}
      aria-current={current ? 'true' : undefined}
      className={cx(
        classes.row,
        columns,
        unread && classes.unread,
        current && classes.current,
        selected && classes.selected,
        changed && classes.changed,
        className,
      )}
    >
      {children}
    </div>
  );
}

type CellProps = { children?: ReactNode; end?: boolean; className?: string | undefined };

export function Cell({ children, end = false, className }: CellProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: see Rows
    <div role="cell" className={cx(classes.cell, end && classes.end, className)}>
      {children}
    </div>
  );
}
