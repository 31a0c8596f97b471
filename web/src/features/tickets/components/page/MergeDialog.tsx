import { Button, Modal } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Ticket } from '@/features/tickets/api/types';
import { type MergePlan, useMerge } from '@/features/tickets/api/whole';
import classes from '@/features/tickets/components/change/change.module.css';
import { SkeletonRows } from '@/shared/ui/Skeleton';
import { toastDone, toastFailed } from '@/shared/ui/toast';

import { TicketPick } from './TicketPick';

type Props = {
  ticket: Ticket;
  opened: boolean;
  /** The other ticket, if it is known already: the dialog begins with the look at what would move. */
  into?: string | undefined;
  onClose: () => void;
};

const MOVED = ['comments', 'attachments', 'watchers', 'links', 'cis', 'approvals'] as const;

/** What would move where, before anything does. */
function Plan({ plan }: { plan: MergePlan }) {
  const { t } = useTranslation('tickets');
  const moved = MOVED.filter((part) => plan[part] > 0).map((part) =>
    t(`merge.${part}`, { count: plan[part] }),
  );
  return (
    <>
      <p>{t('merge.into', { from: plan.source.number, into: plan.target.number })}</p>
      <p>
        <b>{plan.target.title}</b>
      </p>
      <p className="muted">
        {moved.length > 0 ? t('merge.moves', { what: moved.join(', ') }) : t('merge.movesNothing')}
      </p>
      {plan.warnings.map((warning) => (
        <p key={warning} className={classes.warning} role="alert">
          {warning}
        </p>
      ))}
    </>
  );
}

function Body({ ticket, into, onClose }: Omit<Props, 'opened'>) {
  const { t } = useTranslation(['tickets', 'common']);
  const navigate = useNavigate();
  const { mutateAsync, isPending } = useMerge(ticket.id);
  const [plan, setPlan] = useState<MergePlan | null>(null);
  const look = async (into: string) => {
    try {
      setPlan(await mutateAsync({ into, dry_run: true }));
    } catch (error) {
      toastFailed(error);
    }
  };
  const begin = useRef(() => into && look(into));
  useEffect(() => {
    void begin.current();
  }, []);
  const merge = async (into: string) => {
    try {
      const { target } = await mutateAsync({ into, dry_run: false });
      onClose();
      toastDone(t('merge.done', { from: ticket.number, into: target.number }));
      void navigate({ to: '/app/tickets/$ref', params: { ref: target.number } });
    } catch (error) {
      toastFailed(error);
    }
  };
  if (!plan && into) return <SkeletonRows count={3} />;
  if (!plan) {
    return (
      <TicketPick label={t('merge.search')} except={ticket.id} onPick={({ id }) => void look(id)} />
    );
  }
  return (
    <>
      <Plan plan={plan} />
      <div className={classes.actions}>
        {into ? null : <Button onClick={() => setPlan(null)}>{t('merge.another')}</Button>}
        <Button variant="filled" loading={isPending} onClick={() => void merge(plan.target.id)}>
          {t('merge.action', { into: plan.target.number })}
        </Button>
      </div>
    </>
  );
}

/** Put a ticket into another one that goes on. */
export function MergeDialog({ ticket, opened, into, onClose }: Props) {
  const { t } = useTranslation(['tickets', 'common']);
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('merge.title', { number: ticket.number })}
      closeButtonProps={{ 'aria-label': t('common:action.close') }}
    >
      <Body ticket={ticket} into={into} onClose={onClose} />
    </Modal>
  );
}
