import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';

import { type Column, LEAST_WIDTH, MOST_WIDTH, widthOf } from './columns';
import classes from './TicketList.module.css';

const STEP = 10;
const STEPS: Record<string, number> = { ArrowLeft: -STEP, ArrowRight: STEP };

type Props = {
  column: Column;
  name: string;
  onWidth: (key: string, width: number, done: boolean) => void;
};

/** The edge of a column: drag it, or move it with the arrow keys. */
export function ColumnResizer({ column, name, onWidth }: Props) {
  const { t } = useTranslation('views');
  const grip = useRef<{ x: number; width: number } | null>(null);
  const width = widthOf(column);
  const to = (event: PointerEvent) => {
    const start = grip.current;
    if (!start) return width;
    const way = document.documentElement.dir === 'rtl' ? -1 : 1;
    return start.width + way * (event.clientX - start.x);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    onWidth(column.key, width + step, true);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a line that moves has no element of its own
    <span
      role="separator"
      aria-orientation="vertical"
      aria-label={t('resize', { column: name })}
      aria-valuenow={width}
      aria-valuemin={LEAST_WIDTH}
      aria-valuemax={MOST_WIDTH}
      tabIndex={0}
      className={classes.resizer}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        event.preventDefault();
        event.currentTarget.setPointerCapture(event.pointerId);
        grip.current = { x: event.clientX, width };
      }}
      onPointerMove={(event) => {
        if (grip.current) onWidth(column.key, to(event), false);
      }}
      onPointerUp={(event) => {
        if (!grip.current) return;
        onWidth(column.key, to(event), true);
        grip.current = null;
      }}
    />
  );
}
