import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, type RefObject, useEffect } from 'react';

import classes from './TicketList.module.css';

const AHEAD = 12;
const NEAR_END = 30;

type Props = {
  scroll: RefObject<HTMLDivElement | null>;
  count: number;
  /** Height of a row, or about that of a card. */
  height: number;
  /** Cards differ in height and are measured. */
  measured: boolean;
  keyOf: (index: number) => string;
  /** The row that must be in sight. */
  current: number;
  hasMore: boolean;
  onMore: () => void;
  /** Told which row is the first one drawn. */
  onFirst: (index: number) => void;
  children: (index: number) => ReactNode;
};

/** Draws only the rows in sight and asks for more before the end is reached. */
export function VirtualRows(props: Props) {
  const { scroll, count, height, measured, keyOf, current, hasMore, onMore, onFirst, children } =
    props;
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroll.current,
    estimateSize: () => height,
    getItemKey: keyOf,
    overscan: AHEAD,
    scrollPaddingStart: 34,
    scrollPaddingEnd: 72,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  const first = items[0]?.index ?? 0;

  useEffect(() => {
    if (hasMore && last >= count - NEAR_END) onMore();
  }, [hasMore, last, count, onMore]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: only another first row is news
  useEffect(() => onFirst(first), [first]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another height moves every row
  useEffect(() => virtual.measure(), [height]);

  useEffect(() => {
    if (current >= 0) virtual.scrollToIndex(current, { align: 'auto' });
  }, [current, virtual]);

  return (
    // biome-ignore lint/a11y/useSemanticElements: rows are virtual
    <div className={classes.body} role="rowgroup" style={{ height: virtual.getTotalSize() }}>
      {items.map((item) => (
        <div
          key={item.key}
          ref={measured ? virtual.measureElement : undefined}
          data-index={item.index}
          role="presentation"
          className={classes.place}
          style={{ transform: `translateY(${item.start}px)` }}
        >
          {children(item.index)}
        </div>
      ))}
    </div>
  );
}
