import { Button, FileButton } from '@mantine/core';
import { IconPaperclip } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import type { Uploads } from '@/features/tickets/api/useUploads';
import { UploadList } from '@/features/tickets/components/conversation/Files';
import { cx } from '@/shared/lib/cx';
import { Icon } from '@/shared/ui/Icon';
import { Labelled } from '@/shared/ui/SettingsSection';

import classes from './NewTicket.module.css';

type Props = { uploads: Uploads; over: boolean; error: string | undefined };

/** Files chosen, dropped or pasted, each with how far it is. */
export function Attachments({ uploads, over, error }: Props) {
  const { t } = useTranslation('newTicket');
  return (
    <Labelled label={t('files')}>
      <div className={cx(classes.drop, over && classes.over)}>
        <div className={classes.dropHead}>
          <FileButton multiple onChange={uploads.add}>
            {(props) => (
              <Button
                {...props}
                size="xs"
                data-path="attachment_ids"
                leftSection={<Icon of={IconPaperclip} size="s" />}
              >
                {t('chooseFiles')}
              </Button>
            )}
          </FileButton>
          <span className={classes.dropHint}>{t('dropHint')}</span>
        </div>
        <UploadList files={uploads.files} onRemove={uploads.remove} />
      </div>
      {error ? (
        <p className={classes.error} role="alert">
          {error}
        </p>
      ) : null}
    </Labelled>
  );
}
