import { Button, Modal } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import { type OutsideTicket, SYSTEMS } from '@/features/dispatch/lib/types';
import { dateTime } from '@/shared/lib/format';
import { Icon } from '@/shared/ui/Icon';
import { Properties, Property } from '@/shared/ui/Properties';

import classes from './Dispatch.module.css';
import { OutsideStatus } from './OutsideStatus';
import { RequestView } from './RequestView';

function Trouble({ error }: { error: OutsideTicket['error'] }) {
  if (!error) return null;
  const fields = Object.entries(error.fields ?? {});
  return (
    <div className={classes.problem}>
      <p>{error.message}</p>
      {error.fix ? <p>{error.fix}</p> : null}
      {fields.map(([name, words]) => (
        <p key={name}>
          <span className="key">{name}</span>: {words}
        </p>
      ))}
    </div>
  );
}

function Facts({ ticket }: { ticket: OutsideTicket }) {
  const { t } = useTranslation(['dispatch', 'common']);
  const twins = Object.entries(ticket.metadata).filter(([, value]) => typeof value === 'string');
  return (
    <Properties>
      <Property label={t('detail.platform')}>{SYSTEMS[ticket.platform].name}</Property>
      <Property label={t('column.status')}>
        <OutsideStatus ticket={ticket} />
      </Property>
      {ticket.state === 'created' ? (
        <Property label={t('detail.means')}>
          {ticket.desk_status
            ? t(`common:status.${ticket.desk_status}`)
            : t('detail.meansNothing', { status: ticket.status })}
        </Property>
      ) : null}
      <Property label={t('detail.assignee')}>{ticket.assignee || '–'}</Property>
      <Property label={t('column.created')}>{dateTime(ticket.created_at)}</Property>
      <Property label={t('detail.changed')}>{dateTime(ticket.updated_at)}</Property>
      <Property label={t('detail.read')}>
        {ticket.refreshed_at ? dateTime(ticket.refreshed_at) : '–'}
      </Property>
      {twins.map(([name, value]) => (
        <Property key={name} label={name}>
          <span className="key">{String(value)}</span>
        </Property>
      ))}
    </Properties>
  );
}

type Props = { ticket: OutsideTicket; onClose: () => void };

/** All that is known of one ticket in another system. */
export function TicketDetailView({ ticket, onClose }: Props) {
  const { t } = useTranslation(['dispatch', 'common']);
  const system = SYSTEMS[ticket.platform].name;
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={`${system} ${ticket.ticket_id || t(`state.${ticket.state}`)}`}
      closeButtonProps={{ 'aria-label': t('common:action.close') }}
    >
      <div className={classes.detail}>
        <p>{ticket.title}</p>
        <Facts ticket={ticket} />
        <p className={classes.effect}>{t(`meaning.${ticket.state}`)}</p>
        <Trouble error={ticket.error} />
        <RequestView tickets={[ticket]} />
        {ticket.url ? (
          <Button
            leftSection={<Icon of={IconExternalLink} />}
            renderRoot={(props) => (
              <a href={ticket.url} target="_blank" rel="noreferrer" {...props} />
            )}
          >
            {t('viewIn', { system })}
          </Button>
        ) : null}
      </div>
    </Modal>
  );
}
