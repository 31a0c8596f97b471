import { Button, Modal, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useCloseRequest, useReopenRequest } from '@/features/portal/api/requests';
import type { Request } from '@/features/portal/api/types';
import { asProblem } from '@/shared/api/problem';
import { toastDone, toastFailed } from '@/shared/ui/toast';

import classes from './RequestPage.module.css';

function ReopenDialog({ number, onClose }: { number: string; onClose: () => void }) {
  const { t } = useTranslation(['portal', 'common']);
  const [words, setWords] = useState('');
  const [problem, setProblem] = useState('');
  const reopen = useReopenRequest(number);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!words.trim()) return setProblem(t('common:form.missing'));
    try {
      await reopen.mutateAsync(words);
      toastDone(t('end.reopened'));
      onClose();
    } catch (error) {
      setProblem(asProblem(error).message);
    }
  };
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Textarea
        label={`${t('end.stillWrong')} (${t('common:form.required')})`}
        autosize
        minRows={3}
        data-autofocus
        value={words}
        error={problem || undefined}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      <div className={classes.files}>
        <Button onClick={onClose}>{t('common:action.cancel')}</Button>
        <Button type="submit" variant="filled" loading={reopen.isPending}>
          {t('end.reopen')}
        </Button>
      </div>
    </form>
  );
}

/** It works, or it does not after all. */
export function Ending({ request }: { request: Request }) {
  const { t } = useTranslation(['portal', 'common']);
  const { number, can, state } = request;
  const [asking, setAsking] = useState(false);
  const close = useCloseRequest(number);
  const end = async () => {
    try {
      await close.mutateAsync('');
      toastDone(t('end.closed'));
    } catch (error) {
      toastFailed(error);
    }
  };
  return (
    <>
      {can.close ? (
        <Button
          size="lg"
          fullWidth
          variant={state === 'solved' ? 'filled' : 'default'}
          loading={close.isPending}
          onClick={() => void end()}
        >
          {t('end.works')}
        </Button>
      ) : null}
      {can.reopen ? (
        <Button size="lg" fullWidth onClick={() => setAsking(true)}>
          {t('end.notYet')}
        </Button>
      ) : null}
      <Modal
        opened={asking}
        onClose={() => setAsking(false)}
        title={t('end.notYet')}
        closeButtonProps={{ 'aria-label': t('common:action.close') }}
      >
        <ReopenDialog number={number} onClose={() => setAsking(false)} />
      </Modal>
    </>
  );
}
