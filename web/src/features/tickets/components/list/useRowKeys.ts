import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { TicketRow } from '@/features/tickets/api/types';
import { step } from '@/features/tickets/lib/selection';
import { useKeys } from '@/shared/lib/keys';

import type { BulkAction } from './BulkActions';
import type { Ticks } from './useTicks';

type Wanted = {
  rows: readonly TicketRow[];
  ticks: Ticks | null;
  /** The side panel is open and follows the current row. */
  following: boolean;
  onPanel: (row: TicketRow) => void;
  onPage: (row: TicketRow) => void;
};

const linkOf = (id: string) => document.querySelector<HTMLElement>(`[data-ticket="${id}"]`);

export function focusRow(id: string): void {
  // At once, so that Enter right after opens this row; rows far away are drawn only after the list has scrolled.
  linkOf(id)?.focus({ preventScroll: true });
  requestAnimationFrame(() => linkOf(id)?.focus({ preventScroll: true }));
}

/** The current row and the keys that act on it. */
export function useRowKeys({ rows, ticks, following, onPanel, onPage }: Wanted) {
  const { t } = useTranslation('tickets');
  const [current, setCurrent] = useState<string | null>(null);
  const [asked, setAsked] = useState<BulkAction | null>(null);
  const order = rows.map(({ id }) => id);
  const row = rows.find(({ id }) => id === current);

  const move = (steps: number) => {
    const next = step(order, current, steps);
    if (next === null) return;
    setCurrent(next);
    focusRow(next);
    const there = rows.find(({ id }) => id === next);
    if (following && there) onPanel(there);
  };
  /** Without a ticked row the current one is meant. */
  const act = (action: BulkAction) => {
    if (!ticks) return;
    if (ticks.ticked.size === 0 && row) ticks.tickThese([row.id]);
    if (ticks.ticked.size > 0 || row) setAsked(action);
  };
  useKeys([
    { keys: 'j', label: t('keys.down'), run: () => move(1) },
    { keys: 'k', label: t('keys.up'), run: () => move(-1) },
    { keys: 'o', label: t('keys.panel'), run: () => row && onPanel(row) },
    ...(ticks
      ? [
          { keys: 'x', label: t('keys.tick'), run: () => row && ticks.tick(row.id, false) },
          { keys: 'a', label: t('keys.assign'), run: () => act('assign') },
          { keys: 's', label: t('keys.status'), run: () => act('status') },
          { keys: 'p', label: t('keys.priority'), run: () => act('priority') },
        ]
      : []),
  ]);
  /** Keys of a focused row; elsewhere Enter presses what has the focus. */
  const onRowKey = (event: KeyboardEvent) => {
    const steps = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const opens = event.key === 'Enter' && !event.ctrlKey && !event.metaKey;
    const onRow = event.target instanceof HTMLElement && event.target.dataset.ticket;
    if (event.defaultPrevented || !(steps || (opens && onRow))) return;
    event.preventDefault();
    if (steps) return move(steps);
    const there = rows.find(({ id }) => id === onRow);
    if (there) onPage(there);
  };
  return { current, setCurrent, onRowKey, asked, setAsked };
}
