import { ActionIcon } from '@mantine/core';
import { IconFile, IconLock, IconPhoto, IconPlus, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useRefreshTicket } from '@/features/tickets/api/comments';
import { filesQuery, type StoredFile, useRemoveFile } from '@/features/tickets/api/parts';
import type { Ticket } from '@/features/tickets/api/types';
import { downloadOf } from '@/features/tickets/components/conversation/Files';
import { useMay, useMe } from '@/shared/api/me';
import { upload } from '@/shared/api/upload';
import { fileSize, number } from '@/shared/lib/format';
import { Icon } from '@/shared/ui/Icon';
import { Line, Lines, Section } from '@/shared/ui/Section';
import { toastFailed } from '@/shared/ui/toast';

type Props = { ticket: Ticket };

/** Send files straight to the ticket, one after the other. */
function useAttach(ticketId: string) {
  const refresh = useRefreshTicket(ticketId);
  const [share, setShare] = useState<number | null>(null);
  const attach = async (files: readonly File[]) => {
    try {
      for (const [index, file] of files.entries()) {
        await upload(`/api/v1/desk/tickets/${ticketId}/attachments`, file, {
          signal: new AbortController().signal,
          onProgress: (part) => setShare((index + part) / files.length),
        });
      }
    } catch (error) {
      toastFailed(error);
    }
    setShare(null);
    await refresh();
  };
  return { share, attach };
}

type LineProps = { file: StoredFile; removable: boolean; onRemove: () => void };

function FileLine({ file, removable, onRemove }: LineProps) {
  const { t } = useTranslation('tickets');
  const { id, filename, mime, size, visibility } = file;
  return (
    <Line
      end={
        <>
          <span className="muted num">{fileSize(size)}</span>
          {removable ? (
            <ActionIcon
              size="xs"
              aria-label={t('files.remove', { name: filename })}
              onClick={onRemove}
            >
              <Icon of={IconX} size="xs" />
            </ActionIcon>
          ) : null}
        </>
      }
    >
      <Icon of={mime.startsWith('image/') ? IconPhoto : IconFile} size="s" />
      <a className="truncate" href={downloadOf(id)} download={filename}>
        {filename}
      </a>
      {visibility === 'internal' ? (
        <span title={t('files.internal')}>
          <Icon of={IconLock} size="xs" />
          <span className="unseen">{t('files.internal')}</span>
        </span>
      ) : null}
    </Line>
  );
}

/** Files on the ticket and on its messages. */
export function FilesSection({ ticket }: Props) {
  const { t } = useTranslation('tickets');
  const { person: me } = useMe();
  const isAdmin = useMay('ticket:delete');
  const { data: files = [] } = useQuery(filesQuery(ticket.id));
  const { share, attach } = useAttach(ticket.id);
  const remove = useRemoveFile(ticket.id);
  const input = useRef<HTMLInputElement>(null);
  const editable = ticket.may.comment && ticket.deleted_at === null;
  if (files.length === 0 && !editable) return null;
  return (
    <Section
      title={t('section.files')}
      meta={
        share === null
          ? files.length || null
          : t('files.share', { share: number(Math.round(share * 100)) })
      }
      action={
        editable ? (
          <>
            <input
              ref={input}
              type="file"
              multiple
              hidden
              onChange={(event) => {
                void attach([...(event.currentTarget.files ?? [])]);
                event.currentTarget.value = '';
              }}
            />
            <ActionIcon
              size="xs"
              aria-label={t('files.add')}
              title={t('files.add')}
              onClick={() => input.current?.click()}
            >
              <Icon of={IconPlus} size="s" />
            </ActionIcon>
          </>
        ) : null
      }
    >
      {files.length > 0 ? (
        <Lines>
          {files.map((file) => (
            <FileLine
              key={file.id}
              file={file}
              removable={editable && (isAdmin || file.uploaded_by === me.id)}
              onRemove={() => remove.mutate(file.id, { onError: (error) => toastFailed(error) })}
            />
          ))}
        </Lines>
      ) : null}
    </Section>
  );
}
