import { Button, Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import classes from './confirm.module.css';

export type Question = {
  title: string;
  body: ReactNode;
  /** Verb and object: "Revoke token". */
  action: string;
  /** Something is lost for good. */
  danger?: boolean;
};

type Props = { question: Question; opened: boolean; onAnswer: (yes: boolean) => void };

export function ConfirmModal({ question, opened, onAnswer }: Props) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={() => onAnswer(false)}
      title={question.title}
      closeButtonProps={{ 'aria-label': t('action.close') }}
      centered
    >
      <div className={classes.text}>{question.body}</div>
      <div className={classes.actions}>
        <Button onClick={() => onAnswer(false)}>{t('action.cancel')}</Button>
        <Button
          variant={question.danger ? 'danger' : 'filled'}
          onClick={() => onAnswer(true)}
          data-autofocus
        >
          {question.action}
        </Button>
      </div>
    </Modal>
  );
}
