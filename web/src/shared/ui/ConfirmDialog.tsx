import { Button, Modal } from '@mantine/core';
import { createContext, type ReactNode, useCallback, useContext, useState } from 'react';
import { useTranslation } from 'react-i18next';

import classes from './confirm.module.css';

type Question = {
  title: string;
  body: ReactNode;
  /** Verb and object: "Revoke token". */
  action: string;
  /** Something is lost for good. */
  danger?: boolean;
};
type Ask = (question: Question) => Promise<boolean>;

const Context = createContext<Ask | null>(null);

/** Ask before something that cannot be undone: `if (await confirm({…})) …`. */
export function useConfirm(): Ask {
  const ask = useContext(Context);
  if (!ask) throw new Error('useConfirm needs ConfirmProvider above it');
  return ask;
}

type Open = { question: Question; answer: (yes: boolean) => void };

export function ConfirmProvider({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<Open | null>(null);
  const [shown, setShown] = useState<Question | null>(null);

  const ask = useCallback<Ask>((question) => {
    setShown(question);
    return new Promise((answer) => setOpen({ question, answer }));
  }, []);
  const settle = (yes: boolean) => {
    open?.answer(yes);
    setOpen(null);
  };

  return (
    <Context value={ask}>
      {children}
      <Modal
        opened={open !== null}
        onClose={() => settle(false)}
        title={shown?.title}
        closeButtonProps={{ 'aria-label': t('action.close') }}
        centered
      >
        <div className={classes.text}>{shown?.body}</div>
        <div className={classes.actions}>
          <Button onClick={() => settle(false)}>{t('action.cancel')}</Button>
          <Button
            variant={shown?.danger ? 'danger' : 'filled'}
            onClick={() => settle(true)}
            data-autofocus
          >
            {shown?.action}
          </Button>
        </div>
      </Modal>
    </Context>
  );
}
