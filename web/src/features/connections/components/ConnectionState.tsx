import { IconAlertTriangle, IconCheck, IconRefresh, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import type { Connection } from '@/features/connections/api/types';
import { Tag } from '@/shared/ui/Tag';

/** Nothing was ever filled in. */
export const isBlank = ({ has_secret, credential_mode, settings }: Connection) =>
  credential_mode === 'vault_db' && !has_secret && Object.keys(settings).length === 0;

/** What a connection does, or how it is when it does nothing. */
export function ConnectionState({ connection }: { connection: Connection }) {
  const { t } = useTranslation('connections');
  const { status, health, last_verification_status } = connection;
  if (status !== 'idle') {
    return (
      <Tag tone="accent" icon={IconRefresh}>
        {t(`state.${status}`)}
      </Tag>
    );
  }
  if (isBlank(connection)) return <Tag>{t('state.blank')}</Tag>;
  if (health === 'failed') {
    return (
      <Tag tone="red" icon={IconX}>
        {t('state.failed')}
      </Tag>
    );
  }
  if (health === 'unknown' || last_verification_status === '')
    return <Tag>{t('state.unproved')}</Tag>;
  return health === 'degraded' ? (
    <Tag tone="amber" icon={IconAlertTriangle}>
      {t('state.degraded')}
    </Tag>
  ) : (
    <Tag tone="green" icon={IconCheck}>
      {t('state.ok')}
    </Tag>
  );
}
