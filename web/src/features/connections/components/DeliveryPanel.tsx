import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { type Delivery, deliveryQuery, useReplay } from '@/features/connections/api/webhooks';
import { canReplay, recordOf } from '@/features/connections/lib/deliveries';
import { useMay } from '@/shared/api/me';
import { dateTime } from '@/shared/lib/format';
import { Loaded } from '@/shared/ui/Loaded';
import { Panel } from '@/shared/ui/Panel';
import { toastFailed } from '@/shared/ui/toast';

import classes from './Deliveries.module.css';
import { DeliveryResult } from './DeliveryResult';

function indented(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}

/** The tickets that say something else since then. */
function Tickets({ delivery }: { delivery: Delivery }) {
  const numbers = [...new Set(delivery.changes.map(({ number }) => number))];
  return numbers.map((number) =>
    number ? (
      <Link key={number} className="key" to="/app/tickets/$ref" params={{ ref: number }}>
        {number}
      </Link>
    ) : null,
  );
}

function Facts({ delivery }: { delivery: Delivery }) {
  const { t } = useTranslation('connections');
  const says = Object.entries(delivery.says).map(([name, said]) => `${name}: ${said}`);
  return (
    <dl className={classes.facts}>
      <dt>{t('delivery.received')}</dt>
      <dd>{dateTime(delivery.received_at)}</dd>
      <dt>{t('delivery.event')}</dt>
      <dd>{delivery.event}</dd>
      <dt>{t('delivery.result')}</dt>
      <dd>
        <DeliveryResult delivery={delivery} />
      </dd>
      {delivery.changes.some(({ number }) => number) ? (
        <>
          <dt>{t('delivery.ticket')}</dt>
          <dd>
            <Tickets delivery={delivery} />
          </dd>
        </>
      ) : null}
      {says.length > 0 ? (
        <>
          <dt>{t('delivery.says')}</dt>
          <dd>{says.join(', ')}</dd>
        </>
      ) : null}
    </dl>
  );
}

type Props = { delivery: Delivery; onClose: () => void };

/** One webhook as it came. What it says is not taken as truth: its record is read again. */
export function DeliveryPanel({ delivery, onClose }: Props) {
  const { t } = useTranslation('connections');
  const mayReplay = useMay('import:run');
  const replay = useReplay(delivery.connection_id);
  const whole = useQuery(deliveryQuery(delivery.connection_id, delivery.id));
  return (
    <Panel
      label={t('delivery.one')}
      title={recordOf(delivery) || t('delivery.one')}
      onClose={onClose}
      foot={
        mayReplay && canReplay(whole.data ?? delivery) ? (
          <div className={classes.foot}>
            <Button
              loading={replay.isPending}
              onClick={() => replay.mutate(delivery.id, { onError: (error) => toastFailed(error) })}
            >
              {t('delivery.replay')}
            </Button>
          </div>
        ) : undefined
      }
    >
      <Loaded query={whole}>
        {(shown) => (
          <div className={classes.panel}>
            <Facts delivery={shown} />
            <p className="muted">{t('delivery.truth')}</p>
            <section aria-label={t('delivery.body')}>
              {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long text is scrolled with the keyboard */}
              <pre className={classes.body} tabIndex={0}>
                {indented(shown.body)}
              </pre>
            </section>
          </div>
        )}
      </Loaded>
    </Panel>
  );
}
