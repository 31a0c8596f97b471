import { Button, Menu } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import {
  connectionTypesQuery,
  isBusy,
  runsQuery,
  useConnectionSource,
  useRemoveConnection,
  useVerifyDataSource,
} from '@/features/connections/api/connections';
import type { Connection, ConnectionType, Run } from '@/features/connections/api/types';
import type { Delivery } from '@/features/connections/api/webhooks';
import { isRunning } from '@/features/connections/lib/progress';
import { useMay } from '@/shared/api/me';
import { useConfirm } from '@/shared/ui/ConfirmDialog';
import { Icon } from '@/shared/ui/Icon';
import { Loaded } from '@/shared/ui/Loaded';
import { Page } from '@/shared/ui/Page';
import { PageHead } from '@/shared/ui/PageHead';
import { toastFailed } from '@/shared/ui/toast';

import { Budget } from './Budget';
import { ConnectionForm } from './ConnectionForm';
import classes from './ConnectionPage.module.css';
import { ConnectionState, isBlank } from './ConnectionState';
import { Deliveries } from './Deliveries';
import { DeliveryPanel } from './DeliveryPanel';
import { Account, FoundFacts, ImportedClusters, LastSync } from './Facts';
import { FailuresPanel } from './FailuresPanel';
import { ImportCard } from './ImportCard';
import { MapsCard } from './MapsCard';
import { RunHistory } from './RunHistory';
import { Schedule } from './Schedule';
import { Verification } from './Verification';
import { WebhookCard } from './WebhookCard';

const FEW = 6;
const MANY = 100;

type ActionsProps = { connection: Connection; onEdit: () => void };

/** Verify again, and what can be done with the record itself. */
function Actions({ connection, onEdit }: ActionsProps) {
  const { t } = useTranslation('connections');
  const confirm = useConfirm();
  const navigate = useNavigate();
  const verify = useVerifyDataSource(connection.id);
  const remove = useRemoveConnection(connection.id);
  const busy = isBusy(connection);
  const takeAway = async () => {
    const { name } = connection;
    const yes = await confirm({
      title: t('remove.title', { name }),
      body: t('remove.body'),
      action: t('remove.action'),
      danger: true,
    });
    if (!yes) return;
    try {
      await remove.mutateAsync();
      await navigate({ to: '/app/settings/connections/itsm' });
    } catch (error) {
      toastFailed(error);
    }
  };
  return (
    <>
      {isBlank(connection) || busy ? null : (
        <Button
          loading={verify.isPending}
          onClick={() => verify.mutate({}, { onError: (error) => toastFailed(error) })}
        >
          {t('action.verifyAgain')}
        </Button>
      )}
      {isBlank(connection) || busy ? null : (
        <Menu position="bottom-end">
          <Menu.Target>
            <Button rightSection={<Icon of={IconChevronDown} size="xs" />}>
              {t('action.edit')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={onEdit}>{t('action.editAccount')}</Menu.Item>
            <Menu.Item color="red" onClick={() => void takeAway()}>
              {t('action.remove')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
    </>
  );
}

/** Its log-in was seen to work: then tickets can be imported. */
const isProved = ({ last_verification, health }: Connection) =>
  health !== 'unknown' &&
  (last_verification?.steps.some(({ key, result }) => key === 'login' && result === 'ok') ?? false);

const isSource = ({ available, uses }: ConnectionType) =>
  available && uses.includes('ticket_source');

/** What is known of it, beside what can be done. */
function Side({ connection, type }: { connection: Connection; type: ConnectionType }) {
  const works = isProved(connection) && connection.health !== 'failed';
  const proved = connection.last_verification !== null;
  return (
    <div className={classes.side}>
      <Account connection={connection} type={type} />
      <LastSync connection={connection} />
      {isSource(type) ? <Schedule connection={connection} works={works} /> : null}
      {proved && connection.credential_mode !== 'agent' ? <Budget id={connection.id} /> : null}
      <FoundFacts connection={connection} />
      <ImportedClusters connection={connection} />
    </div>
  );
}

type ImportsProps = {
  connection: Connection;
  type: ConnectionType;
  onShowFailures: (run: Run) => void;
};

function Imports({ connection, type, onShowFailures }: ImportsProps) {
  const [limit, setLimit] = useState(FEW);
  const runs = useQuery(runsQuery(connection.id, isBusy(connection), limit));
  const rows = runs.data?.data ?? [];
  const total = runs.data?.page.total ?? rows.length;
  const running = rows.find(isRunning);
  return (
    <>
      {isProved(connection) || running ? (
        <ImportCard
          connection={connection}
          narrowedBy={type.narrowed_by}
          running={running}
          onShowFailures={onShowFailures}
        />
      ) : null}
      <RunHistory
        runs={rows}
        total={total}
        onMore={total > rows.length && limit === FEW ? () => setLimit(MANY) : undefined}
        onShowFailures={onShowFailures}
      />
    </>
  );
}

type ContentProps = ImportsProps & {
  editing: boolean;
  onEdited: () => void;
  onShowDelivery: (delivery: Delivery) => void;
};

function Content(props: ContentProps) {
  const { connection, type, editing, onEdited, onShowFailures, onShowDelivery } = props;
  const mayWrite = useMay('connection:write');
  const blank = isBlank(connection);
  const showForm = mayWrite && !isBusy(connection) && (blank || editing);
  return (
    <div className={classes.columns}>
      <div className={classes.main}>
        {showForm ? (
          <ConnectionForm
            connection={connection}
            type={type}
            onDone={blank ? undefined : onEdited}
          />
        ) : null}
        <Verification connection={connection} />
        <Imports connection={connection} type={type} onShowFailures={onShowFailures} />
        {blank || !isSource(type) ? null : <MapsCard id={connection.id} />}
        {blank || !type.available ? null : (
          <>
            <WebhookCard connection={connection} type={type} />
            <Deliveries id={connection.id} onShow={onShowDelivery} />
          </>
        )}
      </div>
      {blank ? null : <Side connection={connection} type={type} />}
    </div>
  );
}

/** One connection, read top down as its life: set up, proved, imported from. */
export function ConnectionPage() {
  const { t } = useTranslation('connections');
  const { ref: id } = useParams({ from: '/app/settings/connections/itsm/$ref' });
  const connection = useConnectionSource(id);
  const types = useQuery(connectionTypesQuery);
  const mayWrite = useMay('connection:write');
  const [editing, setEditing] = useState(false);
  const [failuresOf, setFailuresOf] = useState<Run | null>(null);
  const [delivery, setDelivery] = useState<Delivery | null>(null);
  const showFailures = (run: Run | null) => {
    setDelivery(null);
    setFailuresOf(run);
  };
  const showDelivery = (one: Delivery | null) => {
    setFailuresOf(null);
    setDelivery(one);
  };
  const found = connection.data;
  const type = types.data?.find((one) => one.type === found?.type);
  return (
    <>
      <Page scrolls>
        <PageHead
          title={found?.name ?? t('list.title')}
          crumb={<Link to="/app/settings/connections/itsm">{t('list.title')}</Link>}
          meta={found ? <ConnectionState connection={found} /> : null}
          actions={
            found && mayWrite ? (
              <Actions connection={found} onEdit={() => setEditing(true)} />
            ) : undefined
          }
        />
        <Loaded query={connection}>
          {(shown) =>
            type ? (
              <Content
                connection={shown}
                type={type}
                editing={editing}
                onEdited={() => setEditing(false)}
                onShowFailures={showFailures}
                onShowDelivery={showDelivery}
              />
            ) : null
          }
        </Loaded>
      </Page>
      {failuresOf ? <FailuresPanel run={failuresOf} onClose={() => showFailures(null)} /> : null}
      {delivery ? (
        <DeliveryPanel key={delivery.id} delivery={delivery} onClose={() => showDelivery(null)} />
      ) : null}
    </>
  );
}
