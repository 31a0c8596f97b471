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
  const latest = useRef(order);
  latest.current = order;

  // biome-ignore lint/correctness/useExhaustiveDependencies: another list has other rows
  useEffect(() => setSelection(NOTHING), [listId]);

  const tick = useCallback(
    (id: string, range: boolean) => setSelection((now) => toggle(now, latest.current, id, range)),
    [],
  );
  return {
    ticked: selection.ticked,
    head: headBox(selection, order),
    tick,
    tickAll: () => setSelection((now) => toggleAll(now, latest.current)),
    tickThese: (ids: readonly string[]) => setSelection({ ticked: new Set(ids), anchor: null }),
    clear: useCallback(() => setSelection(NOTHING), []),
  };
}

export type Ticks = ReturnType<typeof useTicks>;
