import { ActionIcon, Button, Popover, Textarea } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import {
  type Approval,
  approvalsQuery,
  useAskApproval,
  useCallOff,
  useDecide,
} from '@/features/tickets/api/parts';
import type { Ticket } from '@/features/tickets/api/types';
import { asApprovalState } from '@/features/tickets/components/conversation/ActivityLine';
import { PersonPick } from '@/features/tickets/components/pickers/NamedPick';
import { useMay, useMe } from '@/shared/api/me';
import { PersonName } from '@/shared/ui/Avatar';
import { Icon } from '@/shared/ui/Icon';
import { Line, Lines, Section } from '@/shared/ui/Section';
import { Tag, type Tone } from '@/shared/ui/Tag';
import { toastFailed } from '@/shared/ui/toast';
import classes from './RelationSections.module.css';

const TONES: Record<ReturnType<typeof asApprovalState>, Tone> = {
  requested: 'line',
  approved: 'green',
  rejected: 'red',
  cancelled: 'gray',
};

type DecideProps = { approval: Approval; ticketId: string };

/** The answer of the person who was asked, with room for a reason. */
function Decide({ approval, ticketId }: DecideProps) {
  const { t } = useTranslation('tickets');
  const [open, setOpen] = useState(false);
  const [comment, setComment] = useState('');
  const { mutate, isPending } = useDecide(ticketId);
  const decide = (approved: boolean) =>
    mutate(
      { approval: approval.id, approved, comment },
      { onSuccess: () => setOpen(false), onError: (error) => toastFailed(error) },
    );
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" trapFocus returnFocus>
      <Popover.Target>
        <Button size="xs" variant="filled" onClick={() => setOpen(!open)}>
          {t('approval.decide')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <div className={classes.decide}>
          <Textarea
            label={t('approval.reason')}
            autosize
            minRows={2}
            maxLength={2000}
            value={comment}
            onChange={(event) => setComment(event.currentTarget.value)}
            data-autofocus
          />
          <div className={classes.decideActions}>
            <Button size="xs" variant="danger" loading={isPending} onClick={() => decide(false)}>
              {t('approval.reject')}
            </Button>
            <Button size="xs" variant="filled" loading={isPending} onClick={() => decide(true)}>
              {t('approval.approve')}
            </Button>
          </div>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}

type LineProps = { approval: Approval; ticketId: string; locked: boolean };

function ApprovalLine({ approval, ticketId, locked }: LineProps) {
  const { t } = useTranslation('tickets');
  const { person: me, team_ids } = useMe();
  const callOff = useCallOff(ticketId);
  const state = asApprovalState(approval.state);
  const name = approval.approver?.name ?? approval.team?.name ?? '';
  const asksMe =
    approval.approver?.id === me.id || team_ids.some((team) => team === approval.team?.id);
  const waits = state === 'requested' && !locked;
  return (
    <Line
      end={
        <>
          {waits && asksMe ? (
            <Decide approval={approval} ticketId={ticketId} />
          ) : (
            <Tag tone={TONES[state]}>{t(`approval.${state}`)}</Tag>
          )}
          {waits && approval.requested_by?.id === me.id ? (
            <ActionIcon
              size="xs"
              aria-label={t('approval.callOff', { name })}
              onClick={() =>
                callOff.mutate(approval.id, { onError: (error) => toastFailed(error) })
              }
            >
              <Icon of={IconX} size="xs" />
            </ActionIcon>
          ) : null}
        </>
      }
    >
      <PersonName name={name} />
      {approval.comment ? <span className="muted truncate">{approval.comment}</span> : null}
    </Line>
  );
}

/** Who must agree before the ticket goes on. */
export function ApprovalsSection({ ticket, locked }: { ticket: Ticket; locked: boolean }) {
  const { t } = useTranslation('tickets');
  const mayAsk = useMay('ticket:approve') && !locked;
  const { data } = useQuery(approvalsQuery(ticket.id));
  const ask = useAskApproval(ticket.id);
  const approvals = data?.data ?? [];
  if (approvals.length === 0 && (ticket.type !== 'change' || !mayAsk)) return null;
  return (
    <Section
      title={t('section.approvals')}
      meta={data?.blocking ? t('approval.blocking') : null}
      addLabel={t('approval.ask')}
      add={
        mayAsk
          ? (close) => (
              <PersonPick
                label={t('approval.ask')}
                deskOnly
                selected={approvals.flatMap(({ approver }) => approver?.id ?? [])}
                onPick={(person) => {
                  close();
                  if (!person) return;
                  ask.mutate(
                    { approver_id: person.id },
                    { onError: (error) => toastFailed(error) },
                  );
                }}
              />
            )
          : undefined
      }
    >
      {approvals.length > 0 ? (
        <Lines>
          {approvals.map((approval) => (
            <ApprovalLine
              key={approval.id}
              approval={approval}
              ticketId={ticket.id}
              locked={locked}
            />
          ))}
        </Lines>
      ) : null}
    </Section>
  );
}
