import { Button, Modal } from '@mantine/core';
import { IconShieldCheck, IconShieldX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { type Verdict, verifyQuery } from '@/features/audit/api/audit';
import { asProblem } from '@/shared/api/problem';
import { Icon } from '@/shared/ui/Icon';

import classes from './AuditPage.module.css';

function Found({ verdict }: { verdict: Verdict }) {
  const { t } = useTranslation('audit');
  const { intact, entries, seals, unsealed, cut_seals, broken } = verdict;
  return (
    <div className={classes.verdict}>
      <span className={intact ? classes.good : classes.bad}>
        <Icon of={intact ? IconShieldCheck : IconShieldX} size="l" />
      </span>
      <div>
        <p>
          <strong>{t(intact ? 'verify.intact' : 'verify.broken')}</strong>
        </p>
        <p>{t('verify.covered', { count: entries, seals })}</p>
        {unsealed > 0 ? <p>{t('verify.unsealed', { count: unsealed })}</p> : null}
        {cut_seals > 0 ? <p>{t('verify.cut', { count: cut_seals })}</p> : null}
        <ul>
          {broken.map(({ number, reason }) => (
            <li key={`${number} ${reason}`}>
              {t('verify.seal', { number })}: {reason}
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}

/** Recomputes the chain of seals and says what was found. */
export function VerifyDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(['audit', 'common']);
  const { data, error } = useQuery(verifyQuery);
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('verify.title')}
      closeButtonProps={{ 'aria-label': t('common:action.close') }}
      centered
    >
      <p className="muted">{t('verify.why')}</p>
      <div role="status">
        {!(data || error) ? <p>{t('verify.running')}</p> : null}
        {error ? <p>{asProblem(error).message}</p> : null}
        {data ? <Found verdict={data} /> : null}
      </div>
      <div className={classes.foot}>
        <Button onClick={onClose}>{t('common:action.close')}</Button>
      </div>
    </Modal>
  );
}
