import { Button, Modal, Radio } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useMergeMany } from '@/features/tickets/api/mergeMany';
import type { TicketRow } from '@/features/tickets/api/types';
import { toastDone, toastFailed } from '@/shared/ui/toast';

import classes from './TicketList.module.css';

type Props = { tickets: readonly TicketRow[]; onClose: () => void; onMerged: () => void };

/** Several tickets become one: which goes on is chosen, and what would move is told before. */
export function MergeManyDialog({ tickets, onClose, onMerged }: Props) {
  const { t } = useTranslation(['tickets', 'common']);
  const { lookQuery, merge } = useMergeMany();
  const [into, setInto] = useState(tickets[0]?.id ?? '');
  const target = tickets.find(({ id }) => id === into);
  const others = tickets.filter(({ id }) => id !== into);
  const look = useQuery(
    lookQuery(
      into,
      others.map(({ id }) => id),
    ),
  );
  const run = async () => {
    if (!target) return;
    const { merged, failures } = await merge.mutateAsync({ into, tickets: others });
    for (const { number, error } of failures) {
      toastFailed(new Error(`${number}: ${error}`));
    }
    if (merged > 0) toastDone(t('bulk.merged', { count: merged, into: target.number }));
    onClose();
    onMerged();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('bulk.mergeTitle', { count: tickets.length })}
      closeButtonProps={{ 'aria-label': t('common:action.close') }}
    >
      <Radio.Group label={t('bulk.mergeInto')} value={into} onChange={setInto}>
        {tickets.map(({ id, number, title }) => (
          <Radio key={id} value={id} className={classes.mergeChoice} label={`${number} ${title}`} />
        ))}
      </Radio.Group>
      {look.data ? (
        <p className="muted" role="status">
          {t('bulk.mergeMoves', { count: look.data.comments })}
        </p>
      ) : null}
      {look.data?.warnings.map((warning) => (
        <p key={warning} role="alert">
          {warning}
        </p>
      ))}
      {look.error ? <p role="alert">{look.error.message}</p> : null}
      <div className={classes.previewButtons}>
        <Button onClick={onClose}>{t('common:action.cancel')}</Button>
        <Button
          variant="filled"
          loading={merge.isPending}
          disabled={!look.isSuccess}
          onClick={() => void run()}
        >
          {t('merge.action', { into: target?.number ?? '' })}
        </Button>
      </div>
    </Modal>
  );
}
