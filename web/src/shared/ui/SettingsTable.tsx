import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { cx } from '@/shared/lib/cx';

import { dropTarget, OrderHandle } from './OrderHandle';
import classes from './SettingsTable.module.css';

export type Column<Item> = {
  key: string;
  /** Empty for the column of the row's buttons. */
  head: string;
  cell: (item: Item) => ReactNode;
  end?: boolean;
  /** As wide as its content. */
  narrow?: boolean;
  /** Goes first, or second, when the room gets short. */
  drops?: 'first' | 'second' | undefined;
};

type Props<Item> = {
  label: string;
  columns: readonly Column<Item>[];
  items: readonly Item[];
  itemKey: (item: Item) => string;
  /** Switched-off things stand back. */
  isOff?: (item: Item) => boolean;
  /** Rows that people put in order themselves. */
  order?: Order<Item> | undefined;
};

type Order<Item> = {
  nameOf: (item: Item) => string;
  onMove: (from: number, to: number) => void;
};

/** A short list of settings on the plane; on a phone each row becomes a card. */
export function SettingsTable<Item>(props: Props<Item>) {
  const { t } = useTranslation();
  const { label, columns, items, itemKey, isOff, order } = props;
  return (
    <div className={classes.room}>
      <table className={classes.table} aria-label={label}>
        <thead>
          <tr>
            {order ? <td className={classes.handle} /> : null}
            {columns.map(({ key, head, end, narrow, drops }) => (
              <th
                key={key}
                scope="col"
                className={cx(
                  end && classes.end,
                  narrow && classes.narrow,
                  drops && classes[drops],
                )}
              >
                {head || <span className="unseen">{t('table.actions')}</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {items.map((item, index) => (
            <tr
              key={itemKey(item)}
              className={isOff?.(item) ? classes.off : undefined}
              {...(order ? dropTarget(index, order.onMove) : {})}
            >
              {order ? (
                <td className={classes.handle}>
                  <OrderHandle
                    label={order.nameOf(item)}
                    index={index}
                    count={items.length}
                    onMove={(to) => order.onMove(index, to)}
                  />
                </td>
              ) : null}
              {columns.map(({ key, head, cell, end, narrow, drops }) => (
                <td
                  key={key}
                  data-head={head}
                  className={cx(
                    end && classes.end,
                    narrow && classes.narrow,
                    drops && classes[drops],
                    head === '' && classes.actions,
                  )}
                >
                  {cell(item)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
