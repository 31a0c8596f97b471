import { Button, Menu } from '@mantine/core';
import {
  IconArrowBackUp,
  IconBookmarkPlus,
  IconChevronDown,
  IconDeviceFloppy,
  IconLink,
  IconPencil,
  IconPin,
  IconPinnedOff,
  IconTrash,
} from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useSavedViews, useViewWrites, type ViewDraft } from '@/features/tickets/api/views';
import {
  draftOfSearch,
  isChanged,
  type SavedView,
  searchOfView,
} from '@/features/tickets/lib/savedViews';
import { savedView, type TicketSearch } from '@/features/tickets/lib/search';
import { useMay } from '@/shared/api/me';
import { useConfirm } from '@/shared/ui/ConfirmDialog';
import { Icon } from '@/shared/ui/Icon';
import { later } from '@/shared/ui/later';
import { Tag } from '@/shared/ui/Tag';
import { toastDone, toastFailed } from '@/shared/ui/toast';
import type { ListProps } from './listProps';

const ViewDialog = later(() => import('./ViewDialog'), 'ViewDialog');

/** The saved view on the screen, and whether filters or order were changed since. */
export function useCurrentView(search: TicketSearch) {
  const { data } = useSavedViews();
  const id = savedView(search);
  const view = data?.find((each) => each.id === id) ?? null;
  return { view, changed: view !== null && isChanged(search, view) };
}

type WithView = ListProps & { view: SavedView; changed: boolean; onEdit: () => void };

function useViewActions({ search, onSearch, view }: Omit<WithView, 'changed' | 'onEdit'>) {
  const { t } = useTranslation('views');
  const { save, remove } = useViewWrites();
  const confirm = useConfirm();
  const write = async (draft: Partial<ViewDraft>, done: string) => {
    try {
      await save.mutateAsync({ view, draft });
      toastDone(done);
    } catch (error) {
      toastFailed(error);
    }
  };
  return {
    keep: () => void write(draftOfSearch(search), t('saved', { name: view.name })),
    pin: () =>
      void write(
        { pinned: !view.pinned },
        t(view.pinned ? 'unpinned' : 'pinnedNow', { name: view.name }),
      ),
    copy: async () => {
      const address = `${window.location.origin}/app/tickets?view=${view.id}`;
      try {
        await navigator.clipboard.writeText(address);
        toastDone(t('linkCopied'));
      } catch (error) {
        toastFailed(error);
      }
    },
    drop: async () => {
      const sure = await confirm({
        title: t('deleteTitle', { name: view.name }),
        body: t('deleteBody'),
        action: t('delete'),
        danger: true,
      });
      if (!sure) return;
      try {
        await remove.mutateAsync(view);
        onSearch({});
        toastDone(t('deleted', { name: view.name }));
      } catch (error) {
        toastFailed(error);
      }
    },
  };
}

function ViewItems({ search, onSearch, view, changed, onEdit }: WithView) {
  const { t } = useTranslation('views');
  const act = useViewActions({ search, onSearch, view });
  const item = (icon: typeof IconLink, label: string, run: () => void) => (
    <Menu.Item leftSection={<Icon of={icon} size="s" />} onClick={run}>
      {label}
    </Menu.Item>
  );
  return (
    <>
      {changed && view.editable ? item(IconDeviceFloppy, t('keep'), act.keep) : null}
      {changed ? item(IconArrowBackUp, t('reset'), () => onSearch(searchOfView(view))) : null}
      {view.editable ? item(IconPencil, t('edit'), onEdit) : null}
      {view.editable
        ? item(view.pinned ? IconPinnedOff : IconPin, t(view.pinned ? 'unpin' : 'pin'), act.pin)
        : null}
      {item(IconLink, t('copyLink'), () => void act.copy())}
      {view.editable ? item(IconTrash, t('delete'), () => void act.drop()) : null}
      <Menu.Divider />
    </>
  );
}

/** Keep the filters under a name; change, share, pin and reset the view on the screen. */
export function ViewMenu({ search, onSearch }: ListProps) {
  const { t } = useTranslation('views');
  const works = useMay('ticket:read_internal');
  const { view, changed } = useCurrentView(search);
  const [dialog, setDialog] = useState<'new' | 'edit' | null>(null);
  if (!works) return null;
  return (
    <>
      {changed ? <Tag>{t('changed')}</Tag> : null}
      {view ? (
        <Menu>
          <Menu.Target>
            <Button
              variant="subtle"
              size="sm"
              rightSection={<Icon of={IconChevronDown} size="s" />}
            >
              {t('view')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <ViewItems
              search={search}
              onSearch={onSearch}
              view={view}
              changed={changed}
              onEdit={() => setDialog('edit')}
            />
            <Menu.Item
              leftSection={<Icon of={IconBookmarkPlus} size="s" />}
              onClick={() => setDialog('new')}
            >
              {t('saveNew')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      ) : (
        <Button variant="subtle" size="sm" onClick={() => setDialog('new')}>
          {t('save')}
        </Button>
      )}
      {dialog ? (
        <ViewDialog
          view={dialog === 'edit' ? view : null}
          search={search}
          onSaved={(saved) => {
            setDialog(null);
            if (dialog === 'new') onSearch(searchOfView(saved));
          }}
          onClose={() => setDialog(null)}
        />
      ) : null}
    </>
  );
}
