import { Button, Popover } from '@mantine/core';
import { IconFlag, IconFolder, IconProgress, IconTag, IconUser } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { type BulkSet, type BulkTarget, lookAtBulk } from '@/features/tickets/api/bulk';
import type { Ticket, TicketRow } from '@/features/tickets/api/types';
import { RefusalsDialog, ResolveDialog } from '@/features/tickets/components/change/dialogs';
import { useChangeMany } from '@/features/tickets/components/change/useChangeMany';
import { CategoryPick, PersonPick, TagPick } from '@/features/tickets/components/pickers/NamedPick';
import {
  asPriority,
  asStatus,
  PriorityPick,
  StatusPick,
} from '@/features/tickets/components/pickers/WordPick';
import { useMay, useMe } from '@/shared/api/me';
import { number } from '@/shared/lib/format';
import { useKeys } from '@/shared/lib/keys';
import { Icon } from '@/shared/ui/Icon';
import { Kbd } from '@/shared/ui/Kbd';
import { onDemand } from '@/shared/ui/later';
import { toastFailed } from '@/shared/ui/toast';

import { BulkMore } from './BulkMore';
import type { MacrosFor } from './listProps';
import type { Look } from './PreviewDialog';

const PreviewDialog = onDemand(
  () => import('./PreviewDialog'),
  'PreviewDialog',
  ({ look }) => look !== null,
);

/** From so many tickets on, what will become of them is shown before. */
const LOOK_FIRST = 10;

export type BulkAction = 'assign' | 'status' | 'priority' | 'tag' | 'category';

const ICONS = {
  assign: IconUser,
  status: IconProgress,
  priority: IconFlag,
  tag: IconTag,
  category: IconFolder,
} as const;
const KEYS: Partial<Record<BulkAction, string>> = { assign: 'A', status: 'S', priority: 'P' };

type ActionProps = {
  action: BulkAction;
  open: BulkAction | null;
  onOpen: (action: BulkAction | null) => void;
  children: ReactNode;
};

function ActionButton({ action, open, onOpen, children }: ActionProps) {
  const { t } = useTranslation('tickets');
  const key = KEYS[action];
  return (
    <Popover
      opened={open === action}
      onChange={(opened) => onOpen(opened ? action : null)}
      position="top"
      trapFocus
      returnFocus
    >
      <Popover.Target>
        <Button
          size="xs"
          variant="subtle"
          leftSection={<Icon of={ICONS[action]} size="s" />}
          rightSection={key ? <Kbd>{key}</Kbd> : undefined}
          onClick={() => onOpen(open === action ? null : action)}
        >
          {t(`bulk.${action}`)}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>{children}</Popover.Dropdown>
    </Popover>
  );
}

type Props = {
  target: BulkTarget;
  /** How many tickets that are. */
  count: number;
  /** Rows on the screen, among them the ticked ones. */
  rows: readonly TicketRow[];
  macros: MacrosFor;
  /** The action a key of the page asked for. */
  open: BulkAction | null;
  onOpen: (action: BulkAction | null) => void;
  /** Told which tickets refused the change. */
  onDone: (refused: string[]) => void;
};

/** Buttons of the bulk bar: one change for all ticked tickets. */
export function BulkActions({ target, count, rows, macros, open, onOpen, onDone }: Props) {
  const { t } = useTranslation(['tickets', 'common']);
  const { person } = useMe();
  const mayAssign = useMay('ticket:assign');
  const { change, refusals, dismiss } = useChangeMany();
  const [resolving, setResolving] = useState(false);
  const [look, setLook] = useState<Look | null>(null);

  const run = (set: BulkSet, shown: Partial<Ticket>, done: (count: number) => string) => {
    onOpen(null);
    const go = () =>
      void change({ ...target, set, shown }, done).then((refused) => refused && onDone(refused));
    if ('ids' in target && count < LOOK_FIRST) return go();
    lookAtBulk(target, set)
      .then((answer) => setLook({ answer, go }))
      .catch(toastFailed);
  };
  const assign = (to: { id: string; name: string } | null) =>
    run({ assignee_id: to?.id ?? null }, { assignee: to }, (count) =>
      to ? t('bulk.assigned', { count, name: to.name }) : t('bulk.unassigned', { count }),
    );
  const setStatus = (value: string, more: BulkSet = {}) => {
    const status = asStatus(value);
    if (!status) return;
    run({ status, ...more }, { status }, (count) =>
      t('bulk.statusSet', { count, status: t(`common:status.${status}`) }),
    );
  };
  const pickStatus = (value: string) => {
    if (value !== 'resolved') return setStatus(value);
    onOpen(null);
    setResolving(true);
  };
  const setPriority = (value: string) => {
    const priority = asPriority(value);
    if (!priority) return;
    run({ priority }, { priority }, (count) =>
      t('bulk.prioritySet', { count, priority: t(`common:priority.${priority}`) }),
    );
  };
  const addTag = (tag: string) =>
    run({ add_tags: [tag] }, {}, (count) => t('bulk.tagged', { count, tag }));

  const setCategory = (category: { id: string; name: string } | null) =>
    run({ category_id: category?.id ?? null }, {}, (count) =>
      category
        ? t('bulk.categorySet', { count, category: category.name })
        : t('bulk.categoryNone', { count }),
    );

  useKeys(mayAssign ? [{ keys: 'i', label: t('keys.assignMe'), run: () => assign(person) }] : []);

  const shared = { open, onOpen };
  return (
    <>
      {mayAssign ? (
        <ActionButton action="assign" {...shared}>
          <PersonPick
            label={t('bulk.assign')}
            selected={[]}
            deskOnly
            nobody={t('common:person.nobody')}
            onPick={assign}
          />
        </ActionButton>
      ) : null}
      <ActionButton action="status" {...shared}>
        <StatusPick label={t('bulk.status')} selected={[]} onPick={pickStatus} />
      </ActionButton>
      <ActionButton action="priority" {...shared}>
        <PriorityPick label={t('bulk.priority')} selected={[]} onPick={setPriority} />
      </ActionButton>
      <ActionButton action="tag" {...shared}>
        <TagPick label={t('bulk.tag')} selected={[]} onPick={addTag} />
      </ActionButton>
      <ActionButton action="category" {...shared}>
        <CategoryPick
          label={t('bulk.category')}
          selected={[]}
          nobody={t('bulk.noCategory')}
          onPick={setCategory}
        />
      </ActionButton>
      {'ids' in target ? macros(target.ids) : null}
      <BulkMore target={target} rows={rows} onMerged={() => onDone([])} />
      <ResolveDialog
        opened={resolving}
        what={t('list.count', { count, shown: number(count) })}
        onClose={() => setResolving(false)}
        onResolve={(resolution) => {
          setResolving(false);
          setStatus('resolved', resolution);
        }}
      />
      <PreviewDialog look={look} onClose={() => setLook(null)} />
      <RefusalsDialog refusals={refusals} onClose={dismiss} />
    </>
  );
}
