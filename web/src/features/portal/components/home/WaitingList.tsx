import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { useOutboxChanged, useWaiting } from '@/features/portal/api/useOutbox';
import box from '@/features/portal/components/Portal.module.css';
import { PortalSection } from '@/features/portal/components/PortalPage';
import { discard, isUnsure, sendAgain, type Waiting } from '@/features/portal/lib/outbox';
import { cx } from '@/shared/lib/cx';
import { clockTime } from '@/shared/lib/format';
import { useConfirm } from '@/shared/ui/ConfirmDialog';
import { Tag } from '@/shared/ui/Tag';
import { toastFailed } from '@/shared/ui/toast';

import classes from './RequestList.module.css';

function Line({ item }: { item: Waiting }) {
  const { t } = useTranslation(['portal', 'common']);
  const confirm = useConfirm();
  const changed = useOutboxChanged();
  const stuck = item.refusal !== undefined || isUnsure(item);
  const act = async (change: () => Promise<void>) => {
    await change().catch(toastFailed);
    changed();
  };
  const remove = async () => {
    const sure = await confirm({
      title: t('waiting.discardTitle'),
      body: t('waiting.discardWhy', { title: item.body.title }),
      action: t('waiting.discard'),
      danger: true,
    });
    if (sure) await act(() => discard(item.key));
  };
  const files = item.files.length;
  return (
    <li>
      <div className={cx(classes.line, classes.still)}>
        <span>
          <span className={classes.name}>{item.body.title}</span>
          <span className={cx(classes.about, 'num')}>
            {t('waiting.written', { when: clockTime(new Date(item.at)) })}
            {files > 0 ? `, ${t('waiting.files', { count: files })}` : null}
          </span>
          {item.refusal ? (
            <span className={classes.refusal} role="alert">
              {t('waiting.refused', { why: item.refusal })}
            </span>
          ) : null}
          {isUnsure(item) && !item.refusal ? (
            <span className={classes.refusal}>{t('waiting.unsure')}</span>
          ) : null}
        </span>
        <span className={classes.buttons}>
          {stuck ? null : <Tag tone="amber">{t('waiting.state')}</Tag>}
          {stuck ? (
            <Button size="xs" onClick={() => void act(() => sendAgain(item))}>
              {t('waiting.again')}
            </Button>
          ) : null}
          <Button size="xs" variant="subtle" onClick={() => void remove()}>
            {t('waiting.discard')}
          </Button>
        </span>
      </div>
    </li>
  );
}

/** Requests that this browser still holds. */
export function WaitingList() {
  const { t } = useTranslation('portal');
  const waiting = useWaiting();
  if (waiting.length === 0) return null;
  return (
    <PortalSection title={t('waiting.title')}>
      <ul className={cx(box.box, classes.list)}>
        {waiting.map((item) => (
          <Line key={item.key} item={item} />
        ))}
      </ul>
    </PortalSection>
  );
}
