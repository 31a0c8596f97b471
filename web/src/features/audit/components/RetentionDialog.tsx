import { Button, Modal, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { retentionQuery, useSetRetention } from '@/features/audit/api/audit';
import { useMay } from '@/shared/api/me';
import { dateTime } from '@/shared/lib/format';
import { Loaded } from '@/shared/ui/Loaded';
import { toastDone, toastFailed } from '@/shared/ui/toast';

import classes from './AuditPage.module.css';

const FOR_EVER = '0';
const OFFERED = [6, 12, 24, 36, 60, 84, 120];

function Rule({ months, onClose }: { months: number | null; onClose: () => void }) {
  const { t } = useTranslation(['audit', 'common']);
  const mayWrite = useMay('settings:write');
  const set = useSetRetention();
  const [picked, setPicked] = useState(String(months ?? 0));
  const choices = [...new Set([...OFFERED, ...(months ? [months] : [])])].sort((a, b) => a - b);
  const isShorter = picked !== FOR_EVER && (months === null || Number(picked) < months);
  const save = () =>
    set.mutate(picked === FOR_EVER ? null : Number(picked), {
      onSuccess: () => {
        toastDone(t('retention.saved'));
        onClose();
      },
      onError: (error) => toastFailed(error),
    });
  return (
    <>
      <Select
        label={t('retention.label')}
        allowDeselect={false}
        readOnly={!mayWrite}
        data={[
          { value: FOR_EVER, label: t('retention.forEver') },
          ...choices.map((count) => ({
            value: String(count),
            label: t('retention.months', { count }),
          })),
        ]}
        value={picked}
        onChange={(value) => setPicked(value ?? FOR_EVER)}
      />
      <p className="muted">{t(isShorter ? 'retention.cuts' : 'retention.keeps')}</p>
      <div className={classes.foot}>
        <Button onClick={onClose}>{t('common:action.cancel')}</Button>
        {mayWrite ? (
          <Button
            variant={isShorter ? 'danger' : 'filled'}
            loading={set.isPending}
            disabled={picked === String(months ?? 0)}
            onClick={save}
          >
            {t(isShorter ? 'retention.saveCut' : 'common:action.save')}
          </Button>
        ) : null}
      </div>
    </>
  );
}

/** How long entries are kept, and what a shorter time means. */
export function RetentionDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(['audit', 'common']);
  const retention = useQuery(retentionQuery);
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('retention.title')}
      closeButtonProps={{ 'aria-label': t('common:action.close') }}
      centered
    >
      <Loaded query={retention}>
        {({ months, cut_before }) => (
          <>
            {cut_before ? <p>{t('retention.cut', { when: dateTime(cut_before) })}</p> : null}
            <Rule months={months} onClose={onClose} />
          </>
        )}
      </Loaded>
    </Modal>
  );
}
