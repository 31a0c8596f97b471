import { Button, Modal, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Comment } from '@/features/tickets/api/ticket';
import type { Ticket } from '@/features/tickets/api/types';
import { useSplit } from '@/features/tickets/api/whole';
import classes from '@/features/tickets/components/change/change.module.css';
import { toastDone, toastFailed } from '@/shared/ui/toast';

type Props = { ticket: Ticket; comment: Comment | null; onClose: () => void };

const LONGEST = 500;
const firstLine = (text: string) => text.split('\n')[0]?.slice(0, 120) ?? '';

function Form({ ticket, comment, onClose }: Props & { comment: Comment }) {
  const { t } = useTranslation(['tickets', 'common']);
  const navigate = useNavigate();
  const { mutateAsync, isPending } = useSplit(ticket.id);
  const [title, setTitle] = useState(firstLine(comment.body_text));
  const split = async () => {
    try {
      const made = await mutateAsync({ comment_id: comment.id, title: title.trim() });
      onClose();
      toastDone(t('split.done', { number: made.number }));
      void navigate({ to: '/app/tickets/$ref', params: { ref: made.number } });
    } catch (error) {
      toastFailed(error);
    }
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (title.trim()) void split();
      }}
    >
      <TextInput
        label={`${t('field.title')} (${t('common:form.required')})`}
        description={t('split.help')}
        value={title}
        maxLength={LONGEST}
        required
        withAsterisk={false}
        onChange={(event) => setTitle(event.currentTarget.value)}
        data-autofocus
      />
      <div className={classes.actions}>
        <Button onClick={onClose}>{t('common:action.cancel')}</Button>
        <Button type="submit" variant="filled" loading={isPending}>
          {t('split.action')}
        </Button>
      </div>
    </form>
  );
}

/** Make a ticket of its own out of one message. */
export function SplitDialog({ ticket, comment, onClose }: Props) {
  const { t } = useTranslation(['tickets', 'common']);
  return (
    <Modal
      opened={comment !== null}
      onClose={onClose}
      title={t('split.title')}
      closeButtonProps={{ 'aria-label': t('common:action.close') }}
    >
      {comment ? <Form ticket={ticket} comment={comment} onClose={onClose} /> : null}
    </Modal>
  );
}
