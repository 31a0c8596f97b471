import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import {
  connectionsQuery,
  connectionTypesQuery,
  useAddConnection,
} from '@/features/connections/api/connections';
import type { Connection, ConnectionType } from '@/features/connections/api/types';
import { useMay } from '@/shared/api/me';
import { number } from '@/shared/lib/format';
import { Loaded } from '@/shared/ui/Loaded';
import { Page } from '@/shared/ui/Page';
import { PageHead } from '@/shared/ui/PageHead';
import { RelativeTime } from '@/shared/ui/RelativeTime';
import { toastFailed } from '@/shared/ui/toast';

import { ConnectionState } from './ConnectionState';
import classes from './ConnectionsPage.module.css';
import { TypeIcon } from './TypeIcon';

function LastSync({ connection }: { connection: Connection }) {
  const { t } = useTranslation('connections');
  const { last_sync_at, last_sync_tickets } = connection;
  if (!last_sync_at) return <span className="muted">{t('list.neverSynced')}</span>;
  return (
    <span className="muted">
      {t('list.lastSync')} <RelativeTime when={last_sync_at} />
      {' · '}
      {t('list.tickets', { count: last_sync_tickets, shown: number(last_sync_tickets) })}
    </span>
  );
}

function ConnectionCard({ connection }: { connection: Connection }) {
  return (
    <Link
      to="/app/settings/connections/itsm/$ref"
      params={{ ref: connection.id }}
      className={classes.card}
    >
      <TypeIcon type={connection.type} name={connection.name} />
      <span className={classes.text}>
        <span className={classes.line}>
          <span className={classes.name}>{connection.name}</span>
          <ConnectionState connection={connection} />
        </span>
        <span className={classes.about}>{connection.description}</span>
        <span className="small">
          <LastSync connection={connection} />
        </span>
      </span>
    </Link>
  );
}

/** A type that has no record yet. */
function OfferCard({ type }: { type: ConnectionType }) {
  const { t } = useTranslation('connections');
  const navigate = useNavigate();
  const add = useAddConnection();
  const begin = async () => {
    try {
      const { id } = await add.mutateAsync(type.type);
      await navigate({ to: '/app/settings/connections/itsm/$ref', params: { ref: id } });
    } catch (error) {
      toastFailed(error);
    }
  };
  return (
    <div className={classes.card}>
      <TypeIcon type={type.type} name={type.name} />
      <span className={classes.text}>
        <span className={classes.name}>{type.name}</span>
        <span className={classes.about}>{type.description}</span>
        <span>
          <Button
            size="xs"
            loading={add.isPending}
            aria-label={t('list.setUpLabel', { name: type.name })}
            onClick={() => void begin()}
          >
            {t('list.setUp')}
          </Button>
        </span>
      </span>
    </div>
  );
}

function Cards({ types, connections }: { types: ConnectionType[]; connections: Connection[] }) {
  const mayWrite = useMay('connection:write');
  const shown = types.filter(({ kinds, visible }) => visible && kinds.includes('itsm'));
  const offered = shown.filter(({ type }) => !connections.some((one) => one.type === type));
  const visible = connections.filter((one) => shown.some(({ type }) => type === one.type));
  return (
    <div className={classes.cards}>
      {visible.map((connection) => (
        <ConnectionCard key={connection.id} connection={connection} />
      ))}
      {mayWrite ? offered.map((type) => <OfferCard key={type.type} type={type} />) : null}
    </div>
  );
}

/** The desks outside that tickets can come from. */
export function ConnectionsPage() {
  const { t } = useTranslation('connections');
  const types = useQuery(connectionTypesQuery);
  const connections = useQuery(connectionsQuery);
  return (
    <Page scrolls>
      <PageHead title={t('list.title')} />
      <p className={classes.lead}>{t('list.lead')}</p>
      <Loaded query={types}>
        {(known) => (
          <Loaded query={connections}>
            {(found) => <Cards types={known} connections={found} />}
          </Loaded>
        )}
      </Loaded>
    </Page>
  );
}
