import { ActionIcon } from '@mantine/core';
import { IconFile, IconPhoto, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import type { Upload } from '@/features/tickets/api/useUploads';
import type { components } from '@/shared/api/schema';
import { fileSize } from '@/shared/lib/format';
import { Icon } from '@/shared/ui/Icon';

import classes from './Files.module.css';

type StoredFile = components['schemas']['CommentFile'];

const iconOf = (mime: string) => (mime.startsWith('image/') ? IconPhoto : IconFile);

export const downloadOf = (id: string) => `/api/v1/attachments/${id}/content`;

/** Files that hang on a message; a click downloads. */
export function StoredFiles({ files }: { files: readonly StoredFile[] }) {
  const { t } = useTranslation('tickets');
  if (files.length === 0) return null;
  return (
    <ul className={classes.files} aria-label={t('files.title')}>
      {files.map(({ id, filename, mime, size }) => (
        <li key={id}>
          <a className={classes.file} href={downloadOf(id)} download={filename}>
            <Icon of={iconOf(mime)} size="s" />
            <span className="truncate">{filename}</span>
            <span className="muted num">{fileSize(size)}</span>
          </a>
        </li>
      ))}
    </ul>
  );
}

type UploadsProps = { files: readonly Upload[]; onRemove: (file: Upload) => void };

/** Files on their way, with how far each one is. */
export function UploadList({ files, onRemove }: UploadsProps) {
  const { t } = useTranslation('tickets');
  if (files.length === 0) return null;
  return (
    <ul className={classes.uploads} aria-label={t('files.title')}>
      {files.map((file) => (
        <li key={file.key} className={classes.upload}>
          <Icon of={IconFile} size="s" />
          <span className="truncate">{file.name}</span>
          {file.refused ? (
            <span className={classes.refused} role="alert">
              {file.refused}
            </span>
          ) : (
            <span className="muted num">{fileSize(file.size)}</span>
          )}
          {file.id || file.refused ? null : (
            <progress
              className={classes.progress}
              value={file.share}
              aria-label={t('files.uploading', { name: file.name })}
            />
          )}
          <ActionIcon
            size="xs"
            aria-label={t('files.remove', { name: file.name })}
            onClick={() => onRemove(file)}
          >
            <Icon of={IconX} size="xs" />
          </ActionIcon>
        </li>
      ))}
    </ul>
  );
}
