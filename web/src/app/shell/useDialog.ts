import { useMemo, useRef, useState } from 'react';

import type { ShellDialog } from '@/app/shell/dialogs';

/** After the dialog has let go of the focus. */
const LET_GO = 20;

/** Which dialog of the shell is open; closing one gives the focus back to where it was. */
export function useDialog() {
  const [dialog, setDialog] = useState<ShellDialog | null>(null);
  const [used, setUsed] = useState<ReadonlySet<ShellDialog>>(new Set());
  const before = useRef<Element | null>(null);
  const dialogs = useMemo(
    () => ({
      open: (next: ShellDialog) => {
        const { activeElement } = document;
        if (!activeElement?.closest('[role=dialog]')) before.current = activeElement;
        setUsed((already) => new Set(already).add(next));
        setDialog(next);
      },
    }),
    [],
  );
  const close = () => {
    setDialog(null);
    window.setTimeout(() => {
      const { activeElement } = document;
      const isFree = activeElement === document.body || activeElement?.closest('[role=dialog]');
      if (isFree && before.current instanceof HTMLElement) {
        before.current.focus({ preventScroll: true });
      }
    }, LET_GO);
  };
  return { dialog, used, dialogs, close };
}
