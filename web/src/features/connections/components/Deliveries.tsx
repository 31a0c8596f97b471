import { Button } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import {
  type Delivery,
  deliveriesQuery,
  SHOWN,
  type Shown,
  useReplay,
  webhookQuery,
} from '@/features/connections/api/webhooks';
import { canReplay, recordOf } from '@/features/connections/lib/deliveries';
import { useMay } from '@/shared/api/me';
import { Card } from '@/shared/ui/Card';
import { ShowMore } from '@/shared/ui/FilterBar';
import { Loaded } from '@/shared/ui/Loaded';
import { RelativeTime } from '@/shared/ui/RelativeTime';
import { Segmented } from '@/shared/ui/Segmented';
import { type Column, SettingsTable } from '@/shared/ui/SettingsTable';
import { toastFailed } from '@/shared/ui/toast';

import classes from './Deliveries.module.css';
import { DeliveryResult } from './DeliveryResult';

type RowButtonsProps = { delivery: Delivery; onShow: () => void };

function RowButtons({ delivery, onShow }: RowButtonsProps) {
  const { t } = useTranslation('connections');
  const mayReplay = useMay('import:run');
  const replay = useReplay(delivery.connection_id);
  const record = recordOf(delivery);
  return (
    <span className={classes.buttons}>
      <Button
        size="xs"
        variant="subtle"
        aria-label={t('delivery.showLabel', { record })}
        onClick={onShow}
      >
        {t('delivery.show')}
      </Button>
      {mayReplay && canReplay(delivery) ? (
        <Button
          size="xs"
          variant="subtle"
          aria-label={t('delivery.replayLabel', { record })}
          loading={replay.isPending}
          onClick={() => replay.mutate(delivery.id, { onError: (error) => toastFailed(error) })}
        >
          {t('delivery.replay')}
        </Button>
      ) : null}
    </span>
  );
}

function useColumns(onShow: (delivery: Delivery) => void): Column<Delivery>[] {
  const { t } = useTranslation('connections');
  return [
    {
      key: 'received',
      head: t('delivery.received'),
      cell: ({ received_at }) => <RelativeTime when={received_at} clock />,
    },
    {
      key: 'record',
      head: t('delivery.record'),
      cell: (delivery) => <span className="key">{recordOf(delivery)}</span>,
    },
    { key: 'event', head: t('delivery.event'), drops: 'first', cell: ({ event }) => event },
    {
      key: 'result',
      head: t('delivery.result'),
      cell: (delivery) => <DeliveryResult delivery={delivery} />,
    },
    {
      key: 'buttons',
      head: '',
      end: true,
      narrow: true,
      cell: (delivery) => <RowButtons delivery={delivery} onShow={() => onShow(delivery)} />,
    },
  ];
}

type Props = { id: string; onShow: (delivery: Delivery) => void };

/** Webhooks that came in, the newest first, and what each of them changed. */
export function Deliveries({ id, onShow }: Props) {
  const { t } = useTranslation('connections');
  const [shown, setShown] = useState<Shown>('all');
  const webhook = useQuery(webhookQuery(id));
  const deliveries = useInfiniteQuery(deliveriesQuery(id, shown));
  const columns = useColumns(onShow);
  if (!webhook.data?.supported || (!webhook.data.open && webhook.data.accepted === 0)) return null;
  return (
    <Card
      title={t('delivery.title')}
      meta={t('delivery.kept', { count: webhook.data.kept_days })}
      flush
      action={
        <Segmented
          label={t('delivery.filter')}
          segments={(Object.keys(SHOWN) as Shown[]).map((value) => ({
            value,
            label: t(`delivery.shown.${value}`),
          }))}
          value={shown}
          onChange={setShown}
        />
      }
    >
      <Loaded query={deliveries}>
        {({ pages }) => {
          const rows = pages.flatMap(({ data }) => data);
          if (rows.length === 0)
            return <p className={classes.none}>{t(`delivery.none.${shown}`)}</p>;
          return (
            <div className={classes.table}>
              <SettingsTable
                label={t('delivery.title')}
                columns={columns}
                items={rows}
                itemKey={({ id: key }) => key}
              />
              <ShowMore
                shown={rows.length}
                total={pages[0]?.page.total ?? rows.length}
                hasMore={deliveries.hasNextPage}
                loading={deliveries.isFetchingNextPage}
                onMore={() => void deliveries.fetchNextPage()}
              />
            </div>
          );
        }}
      </Loaded>
    </Card>
  );
}
