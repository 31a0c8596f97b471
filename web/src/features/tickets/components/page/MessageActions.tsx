import { ActionIcon, Menu } from '@mantine/core';
import { IconArrowsSplit2, IconDots, IconPencil, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDeleteComment, useEditComment } from '@/features/tickets/api/comments';
import type { Comment } from '@/features/tickets/api/ticket';
import type { Ticket } from '@/features/tickets/api/types';
import { useMay, useMe } from '@/shared/api/me';
import { useConfirm } from '@/shared/ui/ConfirmDialog';
import { Icon } from '@/shared/ui/Icon';
import { later } from '@/shared/ui/later';
import { toastFailed } from '@/shared/ui/toast';

const TextDialog = later(() => import('./TextDialog'), 'TextDialog');

type Props = { ticket: Ticket; comment: Comment; onSplit: (comment: Comment) => void };

/** What can be done with one message. */
export function MessageActions({ ticket, comment, onSplit }: Props) {
  const { t } = useTranslation(['tickets', 'common']);
  const confirm = useConfirm();
  const { person } = useMe();
  const maySplit = useMay('ticket:merge');
  const mayDelete = useMay('ticket:delete') || comment.author.id === person.id;
  const [editing, setEditing] = useState(false);
  const { mutate } = useDeleteComment(ticket.id);
  const { mutateAsync: edit } = useEditComment(ticket.id);
  const remove = async () => {
    const sure = await confirm({
      title: t('message.deleteTitle'),
      body: t('message.deleteBody'),
      action: t('message.delete'),
      danger: true,
    });
    if (sure) mutate(comment.id, { onError: (error) => toastFailed(error) });
  };
  const isMine = comment.author.id === person.id;
  if (!maySplit && !mayDelete) return null;
  return (
    <>
      <Menu>
        <Menu.Target>
          <ActionIcon size="xs" aria-label={t('message.actions', { name: comment.author.name })}>
            <Icon of={IconDots} size="s" />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {maySplit ? (
            <Menu.Item
              leftSection={<Icon of={IconArrowsSplit2} size="s" />}
              onClick={() => onSplit(comment)}
            >
              {t('split.open')}
            </Menu.Item>
          ) : null}
          {isMine ? (
            <Menu.Item
              leftSection={<Icon of={IconPencil} size="s" />}
              onClick={() => setEditing(true)}
            >
              {t('message.edit')}
            </Menu.Item>
          ) : null}
          {mayDelete ? (
            <Menu.Item
              color="red"
              leftSection={<Icon of={IconTrash} size="s" />}
              onClick={() => void remove()}
            >
              {t('message.delete')}
            </Menu.Item>
          ) : null}
        </Menu.Dropdown>
      </Menu>
      {editing ? (
        <TextDialog
          title={t('message.edit')}
          text={comment.body_text}
          keepAs={`${ticket.id}.${comment.id}`}
          onSave={(body) => edit({ comment: comment.id, body, version: comment.version })}
          onClose={() => setEditing(false)}
        />
      ) : null}
    </>
  );
}
