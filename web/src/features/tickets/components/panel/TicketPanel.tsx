import { ActionIcon } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconExternalLink } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { ticketIdQuery, ticketQuery, timelineQuery } from '@/features/tickets/api/ticket';
import type { Ticket } from '@/features/tickets/api/types';
import { useEdit } from '@/features/tickets/api/useEdit';
import { ConflictDialog, ResolveDialog } from '@/features/tickets/components/change/dialogs';
import { Conversation } from '@/features/tickets/components/conversation/Conversation';
import { TicketComposer } from '@/features/tickets/components/conversation/TicketComposer';
import { MainProperties } from '@/features/tickets/components/page/MainProperties';
import type { OpenEditor } from '@/features/tickets/components/page/propertyProps';
import { useStatus } from '@/features/tickets/components/page/useStatus';
import { Icon } from '@/shared/ui/Icon';
import { Loaded } from '@/shared/ui/Loaded';
import { Panel } from '@/shared/ui/Panel';
import { Failed } from '@/shared/ui/States';

import classes from './TicketPanel.module.css';

type Props = {
  /** Number of the ticket, as the address names it. */
  number: string;
  /** The tickets around it in the list. */
  onStep: ((steps: 1 | -1) => void) | undefined;
  onClose: () => void;
};

function Talk({ ticket }: { ticket: Ticket }) {
  const timeline = useQuery(timelineQuery(ticket.id));
  return (
    <Loaded query={timeline} skeleton={<span className={classes.waiting} />}>
      {(items) => <Conversation key={ticket.id} ticket={ticket} items={[...items]} compact />}
    </Loaded>
  );
}

function Facts({ ticket }: { ticket: Ticket }) {
  const editing = useEdit(ticket);
  const status = useStatus(ticket);
  const [open, setOpen] = useState<OpenEditor>(null);
  return (
    <div className={classes.facts}>
      <MainProperties
        short
        ticket={ticket}
        locked={!ticket.may.update || ticket.deleted_at !== null}
        onEdit={(edit) => void editing.edit(edit)}
        onStatus={status.setStatus}
        onSub={() => undefined}
        open={open}
        onOpen={setOpen}
      />
      <ConflictDialog editing={editing} />
      <ResolveDialog
        opened={status.resolving}
        what={ticket.number}
        type={ticket.type}
        onClose={status.stopResolving}
        onResolve={status.resolve}
      />
    </div>
  );
}

/** A ticket beside the list: read it, change the four facts, answer. */
export function TicketPanel({ number, onStep, onClose }: Props) {
  const { t } = useTranslation(['tickets', 'common']);
  const queries = useQueryClient();
  const found = useQuery(ticketIdQuery(number, queries));
  const query = useQuery({ ...ticketQuery(found.data ?? ''), enabled: found.data !== undefined });
  const ticket = query.data;
  return (
    <Panel
      label={t('panel.label', { number })}
      keys={<span className="key muted">{number}</span>}
      title={ticket?.title ?? ''}
      buttons={
        <>
          {onStep ? (
            <>
              <ActionIcon size="sm" aria-label={t('keys.up')} onClick={() => onStep(-1)}>
                <Icon of={IconArrowUp} size="s" />
              </ActionIcon>
              <ActionIcon size="sm" aria-label={t('keys.down')} onClick={() => onStep(1)}>
                <Icon of={IconArrowDown} size="s" />
              </ActionIcon>
            </>
          ) : null}
          <ActionIcon
            size="sm"
            aria-label={t('keys.open')}
            renderRoot={(props) => (
              <Link to="/app/tickets/$ref" params={{ ref: number }} {...props} />
            )}
          >
            <Icon of={IconExternalLink} size="s" />
          </ActionIcon>
        </>
      }
      foot={
        ticket && !ticket.deleted_at ? (
          <TicketComposer key={ticket.id} ticket={ticket} compact />
        ) : null
      }
      onClose={onClose}
    >
      {found.isError ? (
        <Failed error={found.error} title={t('page.failed')} onRetry={() => void found.refetch()} />
      ) : (
        <Loaded
          query={query}
          errorTitle={t('page.failed')}
          skeleton={<span className={classes.waiting} />}
        >
          {(loaded) => (
            <>
              <Facts ticket={loaded} />
              <Talk ticket={loaded} />
            </>
          )}
        </Loaded>
      )}
    </Panel>
  );
}
