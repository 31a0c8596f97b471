import { useBlocker } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { useConfirm } from '@/shared/ui/ConfirmDialog';

/** Ask before a page with unsaved changes is left, also by closing the tab. */
export function LeaveGuard({ when }: { when: boolean }) {
  const { t } = useTranslation();
  const confirm = useConfirm();
  useBlocker({
    disabled: !when,
    enableBeforeUnload: when,
    shouldBlockFn: async () => {
      const leave = await confirm({
        title: t('form.unsavedTitle'),
        body: t('form.unsaved'),
        action: t('form.leave'),
        danger: true,
      });
      return !leave;
    },
  });
  return null;
}
