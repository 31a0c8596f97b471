import { Button, Switch } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import type { Connection, ConnectionType } from '@/features/connections/api/types';
import {
  useChangeWebhook,
  useCloseWebhook,
  useNewWebhookSecret,
  type Webhook,
  webhookQuery,
} from '@/features/connections/api/webhooks';
import { useMay } from '@/shared/api/me';
import { number } from '@/shared/lib/format';
import { Card } from '@/shared/ui/Card';
import { useConfirm } from '@/shared/ui/ConfirmDialog';
import { CopyField } from '@/shared/ui/CopyField';
import { RelativeTime } from '@/shared/ui/RelativeTime';
import { toastFailed } from '@/shared/ui/toast';

import classes from './WebhookCard.module.css';

type Props = { connection: Connection; type: ConnectionType };

/** Where to enter address and secret at this vendor; a vendor without words of its own gets the general ones. */
function How({ vendor }: { vendor: string }) {
  const { t } = useTranslation('connections');
  const general = t('webhook.how.general');
  return (
    <p className={classes.hint}>
      {t(`webhook.how.${vendor}` as 'webhook.how.general', { defaultValue: general })}
    </p>
  );
}

function Counts({ webhook }: { webhook: Webhook }) {
  const { t } = useTranslation('connections');
  const { accepted, last_accepted_at, refused, last_refused_at } = webhook;
  return (
    <p className={classes.hint}>
      {t('webhook.accepted', { count: accepted, shown: number(accepted) })}
      {last_accepted_at ? (
        <>
          {', '}
          {t('webhook.last')} <RelativeTime when={last_accepted_at} />
        </>
      ) : null}
      {refused > 0 && last_refused_at ? (
        <span className={classes.refused}>
          {'. '}
          {t('webhook.refused', { count: refused, shown: number(refused) })}, {t('webhook.last')}{' '}
          <RelativeTime when={last_refused_at} />
        </span>
      ) : null}
    </p>
  );
}

function TakeNew({ id, webhook }: { id: string; webhook: Webhook }) {
  const { t } = useTranslation('connections');
  const change = useChangeWebhook(id);
  if (!webhook.takes_new) return null;
  return (
    <Switch
      label={t('webhook.takeNew')}
      description={t('webhook.takeNewHelp')}
      checked={webhook.take_new}
      disabled={change.isPending}
      onChange={({ currentTarget }) =>
        change.mutate(
          { take_new: currentTarget.checked },
          { onError: (error) => toastFailed(error) },
        )
      }
    />
  );
}

type ActionsProps = { id: string; open: boolean; making: boolean; onMake: () => void };

function Actions({ id, open, making, onMake }: ActionsProps) {
  const { t } = useTranslation('connections');
  const confirm = useConfirm();
  const close = useCloseWebhook(id);
  const ask = async (kind: 'renew' | 'close', act: () => void) => {
    const yes = await confirm({
      title: t(`webhook.${kind}.title`),
      body: t(`webhook.${kind}.body`),
      action: t(`webhook.${kind}.action`),
      danger: kind === 'close',
    });
    if (yes) act();
  };
  if (!open) {
    return (
      <div className={classes.foot}>
        <Button loading={making} onClick={onMake}>
          {t('webhook.open')}
        </Button>
      </div>
    );
  }
  return (
    <div className={classes.foot}>
      <Button loading={making} onClick={() => void ask('renew', onMake)}>
        {t('webhook.renew.action')}
      </Button>
      <Button
        variant="danger"
        loading={close.isPending}
        onClick={() =>
          void ask('close', () =>
            close.mutate(undefined, { onError: (error) => toastFailed(error) }),
          )
        }
      >
        {t('webhook.close.action')}
      </Button>
    </div>
  );
}

/** Address and secret that the other desk needs to tell of changes at once. */
export function WebhookCard({ connection, type }: Props) {
  const { t } = useTranslation('connections');
  const mayWrite = useMay('connection:write');
  const webhook = useQuery(webhookQuery(connection.id));
  const made = useNewWebhookSecret(connection.id);
  const found = webhook.data;
  if (!found?.supported) return null;
  const make = () => made.mutate(undefined, { onError: (error) => toastFailed(error) });
  const secret = found.open ? made.data?.secret : undefined;
  return (
    <Card title={t('webhook.title')} meta={found.open ? undefined : t('webhook.off')}>
      <div className={classes.body}>
        <p>{t('webhook.lead', { vendor: type.vendor_name })}</p>
        {found.open ? (
          <div className={classes.field}>
            <span className={classes.label}>{t('webhook.address')}</span>
            <CopyField label={t('webhook.address')} text={found.address} quiet />
          </div>
        ) : null}
        {secret ? (
          <div className={`${classes.field} ${classes.once}`} role="status">
            <span className={classes.label}>{t('webhook.secretOnce')}</span>
            <CopyField label={t('webhook.secret')} text={secret} quiet />
          </div>
        ) : null}
        {found.open ? <How vendor={type.vendor} /> : null}
        {found.open ? <Counts webhook={found} /> : null}
        {found.open && mayWrite ? <TakeNew id={connection.id} webhook={found} /> : null}
        {mayWrite ? (
          <Actions id={connection.id} open={found.open} making={made.isPending} onMake={make} />
        ) : null}
      </div>
    </Card>
  );
}
