import { ActionIcon } from '@mantine/core';
import { IconPlus, IconSearch } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { useShellDialogs } from '@/app/shell/dialogs';
import { useMay } from '@/shared/api/me';
import { Icon } from '@/shared/ui/Icon';

/** Search and new ticket, in the page head of a phone. */
export function PhoneButtons() {
  const { t } = useTranslation();
  const { open } = useShellDialogs();
  const mayCreate = useMay('ticket:create');
  return (
    <>
      <ActionIcon aria-label={t('nav.searchShort')} onClick={() => open('palette')}>
        <Icon of={IconSearch} />
      </ActionIcon>
      {mayCreate ? (
        <ActionIcon
          variant="filled"
          aria-label={t('nav.newTicket')}
          renderRoot={(props) => <Link to="/app/tickets/new" {...props} />}
        >
          <Icon of={IconPlus} />
        </ActionIcon>
      ) : null}
    </>
  );
}
