import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import i18next from 'i18next';

import { asProblem } from '@/shared/api/problem';

import { cx } from '@/shared/lib/cx';

import { Icon } from './Icon';
import classes from './toast.module.css';

type Action = { label: string; run: () => void };

const STAYS = 5000;
const STAYS_TO_UNDO = 10_000;

type Toast = {
  words: string;
  failed: boolean;
  action?: Action | undefined;
  autoClose: number | false;
};

function show({ words, failed, action, autoClose }: Toast): void {
  const id = notifications.show({
    autoClose,
    withCloseButton: failed,
    closeButtonProps: { 'aria-label': i18next.t('action.close') },
    icon: <Icon of={failed ? IconAlertTriangle : IconCheck} />,
    role: failed ? 'alert' : 'status',
    classNames: {
      root: classes.toast ?? '',
      icon: cx(classes.icon, failed && classes.failed),
      description: classes.text ?? '',
    },
    message: (
      <>
        <span className={classes.words}>{words}</span>
        {action ? (
          <Button
            size="xs"
            variant="subtle"
            onClick={() => {
              notifications.hide(id);
              action.run();
            }}
          >
            {action.label}
          </Button>
        ) : null}
      </>
    ),
  });
}

/** Offer something that waits for the person. */
export function toastAction(words: string, action: Action): void {
  show({ words, failed: false, action, autoClose: false });
}

/** Say what the person's own action did. Never for what others did. */
export function toastDone(words: string): void {
  show({ words, failed: false, autoClose: STAYS });
}

/** Say what was done and offer to take it back, for ten seconds. */
export function toastUndo(words: string, undo: () => void): void {
  const action = { label: i18next.t('action.undo'), run: undo };
  show({ words, failed: false, action, autoClose: STAYS_TO_UNDO });
}

/** Say what was not done and why; stays until it is closed. */
export function toastFailed(error: unknown, action?: Action): void {
  const why = asProblem(error).message;
  show({ words: i18next.t('toast.failed', { why }), failed: true, action, autoClose: false });
}
