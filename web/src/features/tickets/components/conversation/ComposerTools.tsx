import { ActionIcon, Button, Popover } from '@mantine/core';
import {
  IconAt,
  IconChevronDown,
  IconPaperclip,
  type Icon as TablerIcon,
} from '@tabler/icons-react';
import { type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Ticket } from '@/features/tickets/api/types';
import { PersonPick } from '@/features/tickets/components/pickers/NamedPick';
import { asStatus } from '@/features/tickets/components/pickers/WordPick';
import type { Mention } from '@/features/tickets/lib/noteHtml';
import { useMe } from '@/shared/api/me';
import type { TicketStatus } from '@/shared/lib/vocabulary';
import { Icon } from '@/shared/ui/Icon';
import { PickList } from '@/shared/ui/PickList';
import { Status } from '@/shared/ui/Status';

import classes from './TicketComposer.module.css';

type ToolProps = { label: string; icon: TablerIcon; children: (close: () => void) => ReactNode };

function Tool({ label, icon, children }: ToolProps) {
  const [open, setOpen] = useState(false);
  return (
    <Popover opened={open} onChange={setOpen} position="top-start" trapFocus returnFocus>
      <Popover.Target>
        <ActionIcon size="sm" aria-label={label} title={label} onClick={() => setOpen(!open)}>
          <Icon of={icon} size="s" />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>{children(() => setOpen(false))}</Popover.Dropdown>
    </Popover>
  );
}

export function AttachTool({ onFiles }: { onFiles: (files: File[]) => void }) {
  const { t } = useTranslation('common');
  const input = useRef<HTMLInputElement>(null);
  const label = t('composer.attach');
  return (
    <>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        onChange={(event) => {
          onFiles([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = '';
        }}
      />
      <ActionIcon size="sm" aria-label={label} title={label} onClick={() => input.current?.click()}>
        <Icon of={IconPaperclip} size="s" />
      </ActionIcon>
    </>
  );
}

/** Draw a colleague into a note. */
export function MentionTool({ onMention }: { onMention: (person: Mention) => void }) {
  const { t } = useTranslation('tickets');
  return (
    <Tool label={t('compose.mention')} icon={IconAt}>
      {(close) => (
        <PersonPick
          label={t('compose.mention')}
          selected={[]}
          deskOnly
          onPick={(person) => {
            close();
            if (person) onMention(person);
          }}
        />
      )}
    </Tool>
  );
}

type ThenProps = {
  ticket: Pick<Ticket, 'status' | 'legal_transitions'>;
  next: TicketStatus | null;
  onNext: (status: TicketStatus | null) => void;
};

const STAY = 'stay';

/** The status the ticket gets when the message is out. */
export function ThenSet({ ticket, next, onNext }: ThenProps) {
  const { t } = useTranslation(['tickets', 'common']);
  const { settings } = useMe();
  const [open, setOpen] = useState(false);
  const legal = ticket.legal_transitions.filter(
    // Where a code is needed, resolving asks for it in its own dialog.
    (status) => status !== 'resolved' || settings.resolution_required !== true,
  );
  if (legal.length === 0) return null;
  const options = [
    { value: STAY, label: t('compose.stay') },
    ...legal.map((value) => ({
      value,
      label: t(`common:status.${value}`),
      view: <Status status={value} />,
    })),
  ];
  return (
    <span className={classes.then}>
      <span className="muted">{t('compose.then')}</span>
      <Popover opened={open} onChange={setOpen} position="top-end" trapFocus returnFocus>
        <Popover.Target>
          <Button
            size="xs"
            variant="subtle"
            rightSection={<Icon of={IconChevronDown} size="xs" />}
            onClick={() => setOpen(!open)}
          >
            <span className="unseen">{t('compose.then')}: </span>
            {next ? <Status status={next} /> : t('compose.stay')}
          </Button>
        </Popover.Target>
        <Popover.Dropdown>
          <PickList
            label={t('compose.then')}
            options={options}
            selected={[next ?? STAY]}
            onPick={(value) => {
              setOpen(false);
              onNext(asStatus(value) ?? null);
            }}
          />
        </Popover.Dropdown>
      </Popover>
    </span>
  );
}
