import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconClock, IconDots, IconDownload, IconShieldCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { type AuditFilter, queryOf } from '@/features/audit/lib/search';
import { Icon } from '@/shared/ui/Icon';

import { RetentionDialog } from './RetentionDialog';
import { VerifyDialog } from './VerifyDialog';

const addressOf = (filter: AuditFilter, format: 'csv' | 'json') => {
  const query = queryOf(filter);
  return `/api/v1/audit/export?format=${format}${query ? `&${query}` : ''}`;
};

/** What can be done with the log as a whole. */
export function AuditMenu({ filter }: { filter: AuditFilter }) {
  const { t } = useTranslation('audit');
  const [dialog, setDialog] = useState<'verify' | 'retention' | null>(null);
  const close = () => setDialog(null);
  return (
    <>
      <Button leftSection={<Icon of={IconShieldCheck} />} onClick={() => setDialog('verify')}>
        {t('verify.action')}
      </Button>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon size="md" aria-label={t('more')}>
            <Icon of={IconDots} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{t('export.label')}</Menu.Label>
          {(['csv', 'json'] as const).map((format) => (
            <Menu.Item
              key={format}
              component="a"
              href={addressOf(filter, format)}
              download
              leftSection={<Icon of={IconDownload} size="s" />}
            >
              {t(`export.${format}`)}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item
            leftSection={<Icon of={IconClock} size="s" />}
            onClick={() => setDialog('retention')}
          >
            {t('retention.action')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {dialog === 'verify' ? <VerifyDialog onClose={close} /> : null}
      {dialog === 'retention' ? <RetentionDialog onClose={close} /> : null}
    </>
  );
}
