import { Button } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import { SYNC_MINUTES, type Tickets } from '@/features/support/api/useTickets';
import { time } from '@/shared/lib/format';
import { Icon } from '@/shared/ui/Icon';

import classes from './SupportPage.module.css';

/** When the tickets were read and what the last sync brought; the button does it now. */
export function SyncLine({ tickets }: { tickets: Tickets }) {
  const { t } = useTranslation('support');
  const { syncing, syncTickets, refreshedAt, lastSync, waiting } = tickets;
  return (
    <div className={classes.sync}>
      <Button
        size="xs"
        leftSection={<Icon of={IconRefresh} size="s" />}
        loading={syncing}
        onClick={() => void syncTickets()}
      >
        {t('sync.now')}
      </Button>
      <span role="status">
        {refreshedAt > 0
          ? t('sync.refreshed', { time: time(new Date(refreshedAt)), count: SYNC_MINUTES })
          : null}{' '}
        {lastSync
          ? t(lastSync.changed === 0 ? 'sync.nothing' : 'sync.changed', { count: lastSync.changed })
          : null}
      </span>
      {waiting > 0 ? (
        <Button size="xs" onClick={tickets.refresh}>
          {t('sync.waiting', { count: waiting })}
        </Button>
      ) : null}
      <span className={classes.noDesk}>{t('sync.noDesk')}</span>
    </div>
  );
}
