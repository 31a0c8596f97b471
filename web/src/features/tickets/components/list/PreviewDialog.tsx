import { Button, Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { BulkAnswer } from '@/features/tickets/api/bulk';

import classes from './TicketList.module.css';

/** What a change would do, and how to go on with it. */
export type Look = { answer: BulkAnswer; go: () => void };

type Props = { look: Look | null; onClose: () => void };

function Told({ answer }: { answer: BulkAnswer }) {
  const { t } = useTranslation('views');
  const { results, changed, failed } = answer;
  const same = results.length - changed - failed;
  return (
    <>
      {changed > 0 ? <p>{t('preview.will', { count: changed })}</p> : null}
      {same > 0 ? <p className="muted">{t('preview.same', { count: same })}</p> : null}
      {failed > 0 ? (
        <>
          <p>{t('preview.cannot', { count: failed })}</p>
          <ul className={classes.cannot}>
            {results
              .filter(({ ok }) => !ok)
              .map(({ id, number, detail, error }) => (
                <li key={id}>
                  <span className="key">{number ?? id}</span> {detail ?? error}
                </li>
              ))}
          </ul>
        </>
      ) : null}
      {changed === 0 ? <p>{t('preview.nothing')}</p> : null}
    </>
  );
}

/** Before many tickets are changed: how many will, how many cannot, and why not. */
export function PreviewDialog({ look, onClose }: Props) {
  const { t } = useTranslation(['views', 'common']);
  const changed = look?.answer.changed ?? 0;
  return (
    <Modal
      opened={look !== null}
      onClose={onClose}
      title={t('preview.title', { count: look?.answer.results.length ?? 0 })}
      closeButtonProps={{ 'aria-label': t('common:action.close') }}
    >
      {look ? <Told answer={look.answer} /> : null}
      <div className={classes.previewButtons}>
        <Button onClick={onClose}>{t('common:action.cancel')}</Button>
        {changed > 0 ? (
          <Button
            variant="filled"
            data-autofocus
            onClick={() => {
              onClose();
              look?.go();
            }}
          >
            {t('preview.change')}
          </Button>
        ) : null}
      </div>
    </Modal>
  );
}
