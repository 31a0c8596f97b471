import { Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { ResolveForm, type ResolveFormProps } from './ResolveForm';

type Props = ResolveFormProps & {
  opened: boolean;
  /** What is resolved: a number, or how many. */
  what: string;
};

/** How a ticket ended: a code and what was done. */
export function ResolveDialog({ opened, what, onClose, ...form }: Props) {
  const { t } = useTranslation(['tickets', 'common']);
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('resolve.title', { what })}
      closeButtonProps={{ 'aria-label': t('common:action.close') }}
    >
      <ResolveForm {...form} onClose={onClose} />
    </Modal>
  );
}
