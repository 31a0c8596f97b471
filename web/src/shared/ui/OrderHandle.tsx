import { IconGripVertical } from '@tabler/icons-react';
import { type DragEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Icon } from './Icon';
import classes from './OrderHandle.module.css';

const STEPS: Record<string, number> = { ArrowUp: -1, ArrowDown: 1 };

type Props = { label: string; index: number; count: number; onMove: (to: number) => void };

/** Takes a row to another place: by dragging, or with the arrow keys while it has the focus. */
export function OrderHandle({ label, index, count, onMove }: Props) {
  const { t } = useTranslation();
  const handle = useRef<HTMLButtonElement>(null);
  const [moved, setMoved] = useState(false);

  // The browser drops the focus of an element that changes its place.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new place is the reason
  useEffect(() => {
    if (moved) handle.current?.focus();
  }, [index]);

  return (
    <button
      ref={handle}
      type="button"
      className={classes.handle}
      draggable
      aria-label={t('order.move', { name: label, place: index + 1, count })}
      title={t('order.help')}
      onBlur={() => setMoved(false)}
      onDragStart={(event) => {
        event.dataTransfer.effectAllowed = 'move';
        event.dataTransfer.setData('text/x-place', String(index));
      }}
      onKeyDown={(event) => {
        const to = index + (STEPS[event.key] ?? 0);
        if (to === index || to < 0 || to >= count) return;
        event.preventDefault();
        setMoved(true);
        onMove(to);
      }}
    >
      <Icon of={IconGripVertical} size="s" />
    </button>
  );
}

/** What makes a row take what is dropped on it. */
export function dropTarget(index: number, onMove: (from: number, to: number) => void) {
  return {
    onDragOver: (event: DragEvent) => {
      if (event.dataTransfer.types.includes('text/x-place')) event.preventDefault();
    },
    onDrop: (event: DragEvent) => {
      const from = event.dataTransfer.getData('text/x-place');
      if (from === '' || Number(from) === index) return;
      event.preventDefault();
      onMove(Number(from), index);
    },
  };
}

/** The list with one thing at another place. */
export function movedTo<Item>(items: readonly Item[], from: number, to: number): Item[] {
  const rest = items.filter((_, index) => index !== from);
  const item = items[from];
  return item === undefined ? [...items] : [...rest.slice(0, to), item, ...rest.slice(to)];
}
