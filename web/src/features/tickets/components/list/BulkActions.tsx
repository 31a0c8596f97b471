import { Button, Popover } from '@mantine/core';
import { IconFlag, IconProgress, IconTag, IconUser } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { type BulkSet, lookAtBulk } from '@/features/tickets/api/bulk';
import type { Ticket } from '@/features/tickets/api/types';
import { RefusalsDialog } from '@/features/tickets/components/change/RefusalsDialog';
import { ResolveDialog } from '@/features/tickets/components/change/ResolveDialog';
import { useChangeMany } from '@/features/tickets/components/change/useChangeMany';
import { PersonPick, TagPick } from '@/features/tickets/components/pickers/NamedPick';
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
import { toastFailed } from '@/shared/ui/toast';

import { type Look, PreviewDialog } from './PreviewDialog';

/** From so many tickets on, what will become of them is shown before. */
const LOOK_FIRST = 10;

export type BulkAction = 'assign' | 'status' | 'priority' | 'tag';

const ICONS = { assign: IconUser, status: IconProgress, priority: IconFlag, tag: IconTag } as const;
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
  ids: readonly string[];
  /** The action a key of the page asked for. */
  open: BulkAction | null;
  onOpen: (action: BulkAction | null) => void;
  /** Told which tickets refused the change. */
  onDone: (refused: string[]) => void;
};

/** Buttons of the bulk bar: one change for all ticked tickets. */
export function BulkActions({ ids, open, onOpen, onDone }: Props) {
  const { t } = useTranslation(['tickets', 'common']);
  const { person } = useMe();
  const mayAssign = useMay('ticket:assign');
  const { change, refusals, dismiss } = useChangeMany();
  const [resolving, setResolving] = useState(false);
  const [look, setLook] = useState<Look | null>(null);

  const run = (set: BulkSet, shown: Partial<Ticket>, done: (count: number) => string) => {
    onOpen(null);
    const go = () =>
      void change({ ids, set, shown }, done).then((refused) => refused && onDone(refused));
    if (ids.length < LOOK_FIRST) return go();
    lookAtBulk(ids, set)
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
      <ResolveDialog
        opened={resolving}
        what={t('list.count', { count: ids.length, shown: number(ids.length) })}
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
