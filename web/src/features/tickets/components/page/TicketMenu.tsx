import { ActionIcon, Menu } from '@mantine/core';
import {
  IconDots,
  IconGitMerge,
  IconLink,
  IconPrinter,
  IconRestore,
  IconTrash,
} from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Ticket } from '@/features/tickets/api/types';
import { useDeleteTicket, useRestoreTicket } from '@/features/tickets/api/whole';
import { lastList } from '@/features/tickets/lib/lastList';
import { useMay } from '@/shared/api/me';
import { useConfirm } from '@/shared/ui/ConfirmDialog';
import { Icon } from '@/shared/ui/Icon';
import { later } from '@/shared/ui/later';
import { toastDone, toastFailed, toastUndo } from '@/shared/ui/toast';

const MergeDialog = later(() => import('./MergeDialog'), 'MergeDialog');

/** Take the ticket out of all lists and offer the way back. */
function useDeletion(ticket: Ticket) {
  const { t } = useTranslation(['tickets', 'common']);
  const confirm = useConfirm();
  const navigate = useNavigate();
  const mayRestore = useMay('ticket:restore');
  const remove = useDeleteTicket();
  const restore = useRestoreTicket();
  const bringBack = () =>
    restore.mutate(ticket.id, {
      onSuccess: () => toastDone(t('page.restored', { number: ticket.number })),
      onError: (error) => toastFailed(error),
    });
  const take = async () => {
    const sure = await confirm({
      title: t('page.deleteTitle', { number: ticket.number }),
      body: t('page.deleteBody'),
      action: t('page.delete'),
      danger: true,
    });
    if (!sure) return;
    const words = t('page.deletedDone', { number: ticket.number });
    remove.mutate(ticket.id, {
      onSuccess: () => {
        if (mayRestore) return toastUndo(words, bringBack);
        // Who cannot restore it does not see it any more either.
        toastDone(words);
        void navigate({ to: '/app/tickets', search: lastList() });
      },
      onError: (error) => toastFailed(error),
    });
  };
  return { take, bringBack, mayRestore };
}

/** What can be done with the ticket as a whole. */
export function TicketMenu({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation(['tickets', 'common', 'together']);
  const mayMerge = useMay('ticket:merge');
  const [merging, setMerging] = useState(false);
  const { take, bringBack, mayRestore } = useDeletion(ticket);
  const gone = ticket.deleted_at !== null;

  const copyLink = async () => {
    const address = `${window.location.origin}/app/tickets/${ticket.number}`;
    try {
      await navigator.clipboard.writeText(address);
      toastDone(t('page.copied'));
    } catch (error) {
      toastFailed(error);
    }
  };
  return (
    <>
      <Menu>
        <Menu.Target>
          <ActionIcon size="sm" aria-label={t('common:action.more')}>
            <Icon of={IconDots} size="s" />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<Icon of={IconLink} size="s" />} onClick={() => void copyLink()}>
            {t('page.copyLink')}
          </Menu.Item>
          <Menu.Item
            leftSection={<Icon of={IconPrinter} size="s" />}
            onClick={() => window.print()}
          >
            {t('together:print')}
          </Menu.Item>
          {mayMerge && !gone && !ticket.merged_into ? (
            <Menu.Item
              leftSection={<Icon of={IconGitMerge} size="s" />}
              onClick={() => setMerging(true)}
            >
              {t('merge.open')}
            </Menu.Item>
          ) : null}
          {gone && mayRestore ? (
            <Menu.Item leftSection={<Icon of={IconRestore} size="s" />} onClick={bringBack}>
              {t('page.restore')}
            </Menu.Item>
          ) : null}
          {!gone && ticket.may.delete ? (
            <>
              <Menu.Divider />
              <Menu.Item
                color="red"
                leftSection={<Icon of={IconTrash} size="s" />}
                onClick={() => void take()}
              >
                {t('page.delete')}
              </Menu.Item>
            </>
          ) : null}
        </Menu.Dropdown>
      </Menu>
      <MergeDialog ticket={ticket} opened={merging} onClose={() => setMerging(false)} />
    </>
  );
}
