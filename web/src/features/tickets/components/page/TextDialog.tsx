import { Button, Modal, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import classes from '@/features/tickets/components/change/change.module.css';
import { asProblem } from '@/shared/api/problem';

type Props = {
  title: string;
  text: string;
  /** Said above the text: what else the change does. */
  warning?: string | undefined;
  /** Throws the reason when it is refused. */
  onSave: (text: string) => Promise<unknown>;
  onClose: () => void;
};

/** Write a text anew; it stays open with the reason when it is refused. */
export function TextDialog({ title, text: before, warning, onSave, onClose }: Props) {
  const { t } = useTranslation('common');
  const [text, setText] = useState(before);
  const [saving, setSaving] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const save = async () => {
    setSaving(true);
    try {
      await onSave(text.trim());
      onClose();
    } catch (error) {
      setRefused(asProblem(error).message);
    }
    setSaving(false);
  };
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={title}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      {warning ? <p className={classes.warning}>{warning}</p> : null}
      <Textarea
        aria-label={title}
        autosize
        minRows={6}
        maxRows={18}
        value={text}
        error={refused}
        onChange={(event) => setText(event.currentTarget.value)}
        data-autofocus
      />
      <div className={classes.actions}>
        <Button onClick={onClose}>{t('action.cancel')}</Button>
        <Button variant="filled" loading={saving} onClick={() => void save()}>
          {t('action.save')}
        </Button>
      </div>
    </Modal>
  );
}
