import { Button, Modal, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import classes from '@/features/tickets/components/change/change.module.css';
import { merged } from '@/features/tickets/lib/merge';
import { asProblem } from '@/shared/api/problem';

import { ChangedMeanwhile } from './ChangedMeanwhile';
import { useUnsaved } from './useUnsaved';

type Props = {
  title: string;
  text: string;
  /** Said above the text: what else the change does. */
  warning?: string | undefined;
  /** Names the text while it is not saved, so that a crash loses nothing. */
  keepAs: string;
  /** Throws the reason when it is refused. */
  onSave: (text: string, before: string) => Promise<unknown>;
  onClose: () => void;
};

/** Write a text anew; it stays open with the reason when it is refused. */
export function TextDialog({ title, text: current, warning, keepAs, onSave, onClose }: Props) {
  const { t } = useTranslation(['common', 'together']);
  const [before, setBefore] = useState(current);
  const { text, setText, restored, forget } = useUnsaved(keepAs, before);
  const [saving, setSaving] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const save = async () => {
    setSaving(true);
    try {
      await onSave(text.trim(), before);
      forget();
      onClose();
    } catch (error) {
      setRefused(asProblem(error).message);
    }
    setSaving(false);
  };
  const close = () => {
    forget();
    onClose();
  };
  const settle = (next: string) => {
    setBefore(current);
    setText(next);
  };
  return (
    <Modal
      opened
      onClose={close}
      size="lg"
      title={title}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      {warning ? <p className={classes.warning}>{warning}</p> : null}
      {restored ? <p className="muted small">{t('together:both.restored')}</p> : null}
      {current === before ? null : (
        <ChangedMeanwhile
          theirs={current}
          onTheirs={() => settle(current)}
          onMerge={() => settle(merged(before, text, current))}
          onMine={() => settle(text)}
        />
      )}
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
        <Button onClick={close}>{t('action.cancel')}</Button>
        <Button variant="filled" loading={saving} onClick={() => void save()}>
          {t('action.save')}
        </Button>
      </div>
    </Modal>
  );
}
