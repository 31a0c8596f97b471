import { createContext, type ReactNode, useCallback, useContext, useState } from 'react';

import type { Question } from './ConfirmModal';
import { later } from './later';

const ConfirmModal = later(() => import('./ConfirmModal'), 'ConfirmModal');

type Ask = (question: Question) => Promise<boolean>;

const Context = createContext<Ask | null>(null);

/** Ask before something that cannot be undone: `if (await confirm({…})) …`. */
export function useConfirm(): Ask {
  const ask = useContext(Context);
  if (!ask) throw new Error('useConfirm needs ConfirmProvider above it');
  return ask;
}

export function ConfirmProvider({ children }: { children: ReactNode }) {
  const [open, setOpen] = useState<{ answer: (yes: boolean) => void } | null>(null);
  const [shown, setShown] = useState<Question | null>(null);

  const ask = useCallback<Ask>((question) => {
    setShown(question);
    return new Promise((answer) => setOpen({ answer }));
  }, []);
  const settle = (yes: boolean) => {
    open?.answer(yes);
    setOpen(null);
  };

  return (
    <Context value={ask}>
      {children}
      {shown ? <ConfirmModal question={shown} opened={open !== null} onAnswer={settle} /> : null}
    </Context>
  );
}
