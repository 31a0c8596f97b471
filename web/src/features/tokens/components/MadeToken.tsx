import { Button, Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { CopyField } from '@/shared/ui/CopyField';

import classes from './TokensPage.module.css';

type Props = { made: { name: string; token: string }; onClose: () => void };

/** The token, once. Only its own button closes it, so that it is not lost by a stray click. */
export function MadeToken({ made, onClose }: Props) {
  const { t } = useTranslation('tokens');
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('made.title', { name: made.name })}
      withCloseButton={false}
      closeOnClickOutside={false}
      closeOnEscape={false}
      centered
      size="lg"
    >
      <p>{t('made.why')}</p>
      <CopyField label={t('made.label')} text={made.token} action={t('made.copy')} />
      <div className={classes.done}>
        <Button onClick={onClose}>{t('made.close')}</Button>
      </div>
    </Modal>
  );
}
