import { useCallback, useEffect, useRef, useState } from 'react';

import {
  headBox,
  NOTHING,
  type Selection,
  toggle,
  toggleAll,
} from '@/features/tickets/lib/selection';

/** Ticked rows of the list on the screen; another list starts with none. */
export function useTicks(order: readonly string[], listId: string) {
  const [selection, setSelection] = useState<Selection>(NOTHING);
  // All tickets the filters find, also those not loaded: no id is known then.
  const [all, setAll] = useState(false);
  const latest = useRef(order);
  latest.current = order;

  // biome-ignore lint/correctness/useExhaustiveDependencies: another list has other rows
  useEffect(() => {
    setSelection(NOTHING);
    setAll(false);
  }, [listId]);

  const tick = useCallback((id: string, range: boolean) => {
    setAll(false);
    setSelection((now) => toggle(now, latest.current, id, range));
  }, []);
  const tickThese = (ids: readonly string[]) => {
    setAll(false);
    setSelection({ ticked: new Set(ids), anchor: null });
  };
  return {
    ticked: all ? new Set(order) : selection.ticked,
    all,
    head: all ? { checked: true, mixed: false } : headBox(selection, order),
    tick,
    tickAll: () => {
      setAll(false);
      setSelection((now) => (all ? NOTHING : toggleAll(now, latest.current)));
    },
    /** Everything the filters find; the rows on the screen are ticked until one is unticked. */
    tickMatching: () => {
      setSelection({ ticked: new Set(latest.current), anchor: null });
      setAll(true);
    },
    tickThese,
    clear: () => tickThese([]),
  };
}

export type Ticks = ReturnType<typeof useTicks>;
