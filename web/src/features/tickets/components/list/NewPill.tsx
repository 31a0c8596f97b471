import { IconArrowUp } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import { Icon } from '@/shared/ui/Icon';

import classes from './TicketList.module.css';

const MANY = 99;

/** New tickets wait here instead of moving the rows under the pointer. */
export function NewPill({ count, onTake }: { count: number; onTake: () => void }) {
  const { t } = useTranslation('tickets');
  const shown = count > MANY ? `${MANY}+` : String(count);
  return (
    <span role="status">
      {count > 0 ? (
        <button type="button" className={classes.pill} onClick={onTake}>
          <Icon of={IconArrowUp} size="xs" />
          {t('list.new', { count, shown })}
          <span className="unseen">{t('list.takeIn')}</span>
        </button>
      ) : null}
    </span>
  );
}
