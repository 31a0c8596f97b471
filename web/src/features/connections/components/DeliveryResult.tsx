import { useTranslation } from 'react-i18next';

import type { Delivery } from '@/features/connections/api/webhooks';
import { LOOKS } from '@/features/connections/lib/deliveries';
import { cx } from '@/shared/lib/cx';
import { Icon } from '@/shared/ui/Icon';
import { RelativeTime } from '@/shared/ui/RelativeTime';

import classes from './Deliveries.module.css';

/** The fields that say something else now. */
export function useChangeWords() {
  const { t } = useTranslation('connections');
  return ({ changes }: Delivery) =>
    changes.map(({ field, after }) => {
      const name = t(`delivery.field.${field}` as 'delivery.field.title', { defaultValue: field });
      return after && field !== 'title' ? t('delivery.became', { name, after }) : name;
    });
}

/** What became of a delivery, and why if nothing did. */
export function DeliveryResult({ delivery }: { delivery: Delivery }) {
  const { t } = useTranslation('connections');
  const words = useChangeWords()(delivery);
  const { icon, tone } = LOOKS[delivery.state];
  const { note, error, fix, next_at } = delivery;
  return (
    <span className={classes.result}>
      <span className={cx(classes.word, classes[tone])}>
        <Icon of={icon} size="xs" />
        {t(`delivery.${delivery.state}`)}
      </span>
      {words.length > 0 ? <span className={classes.why}>{words.join(', ')}</span> : null}
      {error || note ? (
        <span className={classes.why}>
          {[error, fix, error ? '' : note].filter(Boolean).join(' ')}
        </span>
      ) : null}
      {next_at && error ? (
        <span className={classes.why}>
          {t('delivery.again')} <RelativeTime when={next_at} clock />
        </span>
      ) : null}
    </span>
  );
}
