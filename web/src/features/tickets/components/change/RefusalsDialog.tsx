import { Button, Modal } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import type { BulkResult } from '@/features/tickets/api/bulk';

import classes from './change.module.css';
import type { Refusals } from './useChangeMany';

type Props = { refusals: Refusals | null; onClose: () => void };

function Refused({ result, onClose }: { result: BulkResult; onClose: () => void }) {
  return (
    <li className={classes.refused}>
      {result.number ? (
        <Link
          to="/app/tickets/$ref"
          params={{ ref: result.number }}
          className="key"
          onClick={onClose}
        >
          {result.number}
        </Link>
      ) : (
        <span className="key">{result.id}</span>
      )}
      <span>{result.detail ?? result.error}</span>
    </li>
  );
}

/** Which tickets did not take a change, and why each. */
export function RefusalsDialog({ refusals, onClose }: Props) {
  const { t } = useTranslation(['tickets', 'common']);
  return (
    <Modal
      opened={refusals !== null}
      onClose={onClose}
      title={t('bulk.refusedTitle', { count: refusals?.refused.length ?? 0 })}
      closeButtonProps={{ 'aria-label': t('common:action.close') }}
    >
      <p className="muted">{t('bulk.refusedWhy', { count: refusals?.changed ?? 0 })}</p>
      <ul className={classes.refusals}>
        {refusals?.refused.map((result) => (
          <Refused key={result.id} result={result} onClose={onClose} />
        ))}
      </ul>
      <div className={classes.actions}>
        <Button onClick={onClose} data-autofocus>
          {t('common:action.close')}
        </Button>
      </div>
    </Modal>
  );
}
