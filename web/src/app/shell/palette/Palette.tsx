import { Modal } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { type KeyboardEvent, useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Ticket } from '@/features/tickets/api/types';
import { ResolveDialog } from '@/features/tickets/components/change/dialogs';
import { Icon } from '@/shared/ui/Icon';
import { Kbd } from '@/shared/ui/Kbd';
import { Tag } from '@/shared/ui/Tag';

import type { Choice } from './choices';
import { use } from './lastUsed';
import classes from './Palette.module.css';
import type { TicketField } from './ticketFields';
import { useChoices } from './useChoices';
import { useTicketFields, useValueChoices } from './useFieldChoices';
import { useOpenTicket, useSetField } from './useOpenTicket';

type Props = { opened: boolean; onClose: () => void };

/** Longer than the palette needs to give the focus back to where it was. */
const FOCUS_IS_BACK = 40;

/** Type where to go, what to do, or what to find. */
export function Palette({ opened, onClose }: Props) {
  const { t } = useTranslation();
  const [resolving, setResolving] = useState<Ticket | null>(null);
  const set = useSetField();
  return (
    <>
      <Modal
        opened={opened}
        onClose={onClose}
        withCloseButton={false}
        closeOnEscape={false}
        attributes={{ content: { 'aria-label': t('palette.title') } }}
        size={640}
        yOffset={96}
        padding={0}
        classNames={{ content: classes.content ?? '', body: classes.body ?? '' }}
        transitionProps={{ duration: 160, transition: 'fade-down' }}
      >
        <PaletteBody onClose={onClose} onResolve={setResolving} />
      </Modal>
      <ResolveDialog
        opened={resolving !== null}
        what={resolving?.number ?? ''}
        type={resolving?.type}
        onClose={() => setResolving(null)}
        onResolve={(resolution) => {
          const edit = {
            body: { status: 'resolved', ...resolution },
            shown: { status: 'resolved', sub_status: null },
          } as const;
          const field = t('tickets:field.status' as never);
          const words = t('palette.done', { field, value: t('status.resolved') });
          if (resolving) void set(resolving, edit, words);
          setResolving(null);
        }}
      />
    </>
  );
}

/** Which line is marked, moved by arrows; Enter chooses it. */
function useMarked(choices: readonly Choice[], choose: (choice: Choice) => void) {
  const [at, setAt] = useState(0);
  const current = choices[Math.min(at, choices.length - 1)];
  const onKey = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      setAt((from) => {
        const here = Math.min(from, choices.length - 1);
        return (here + step + choices.length) % Math.max(1, choices.length);
      });
    }
    if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault();
      if (current) choose(current);
    }
  };
  return { current, setAt, onKey };
}

/** The marked line stays in sight. */
function useInSight(id: string | undefined): void {
  useEffect(() => {
    if (id) document.getElementById(id)?.scrollIntoView({ block: 'nearest' });
  }, [id]);
}

function Foot({ isField }: { isField: boolean }) {
  const { t } = useTranslation();
  return (
    <div className={classes.foot}>
      <span>
        <Kbd>↑</Kbd>
        <Kbd>↓</Kbd>
        {t('palette.move')}
      </span>
      <span>
        <Kbd>Enter</Kbd>
        {t('palette.run')}
      </span>
      <span>
        <Kbd>Esc</Kbd>
        {isField ? t('palette.back') : t('palette.close')}
      </span>
    </div>
  );
}

type LinesProps = {
  id: string;
  label: string;
  choices: readonly Choice[];
  current: Choice | undefined;
  idOf: (choice: Choice) => string;
  onMark: (index: number) => void;
  onChoose: (choice: Choice) => void;
};

function Lines({ id, label, choices, current, idOf, onMark, onChoose }: LinesProps) {
  return (
    <div className={classes.list} id={id} role="listbox" aria-label={label}>
      {choices.map((choice, index) => (
        <div key={choice.id} role="presentation">
          {choice.group === choices[index - 1]?.group ? null : (
            <div className={classes.group} role="presentation">
              {choice.group}
            </div>
          )}
          <button
            type="button"
            id={idOf(choice)}
            role="option"
            tabIndex={-1}
            aria-selected={choice === current}
            className={classes.option}
            onMouseMove={() => onMark(index)}
            onClick={() => onChoose(choice)}
          >
            {choice.view}
            <span className={classes.hint}>{choice.hint}</span>
          </button>
        </div>
      ))}
    </div>
  );
}

/** What the palette is about now: everything, the open ticket too, or one of its fields. */
function Scope({ field, ticket }: { field: TicketField | null; ticket: Ticket | undefined }) {
  if (field) return <Tag tone="accent">{field.label}</Tag>;
  return (
    <>
      <Icon of={IconSearch} />
      {ticket ? <Tag>{ticket.number}</Tag> : null}
    </>
  );
}

type BodyProps = { onClose: () => void; onResolve: (ticket: Ticket) => void };

function PaletteBody({ onClose, onResolve }: BodyProps) {
  const { t } = useTranslation();
  const id = useId();
  const [query, setQuery] = useState('');
  const [field, setField] = useState<TicketField | null>(null);
  const ticket = useOpenTicket();
  const openField = (next: TicketField | null) => {
    setField(next);
    setQuery(next?.typed ?? '');
  };
  const fields = useTicketFields({ ticket, onField: openField, onResolve });
  const found = useChoices(field ? '' : query, fields.choicesFor);
  const values = useValueChoices(field, query, fields.choose);
  const choices = field ? values : found.choices;
  const choose = (choice: Choice) => {
    if (choice.remembered) use(choice.id);
    setAt(0);
    if (choice.stays) return choice.run();
    onClose();
    window.setTimeout(choice.run, FOCUS_IS_BACK);
  };
  const { current, setAt, onKey } = useMarked(choices, choose);
  const idOf = (choice: Choice) => `${id}-${choice.id}`;
  const currentId = current && idOf(current);
  useInSight(currentId);
  const leave = (event: KeyboardEvent) => {
    const isBack = field && event.key === 'Backspace' && query === '';
    if (event.key !== 'Escape' && !isBack) return onKey(event);
    event.preventDefault();
    event.stopPropagation();
    setAt(0);
    if (field) openField(null);
    else onClose();
  };

  return (
    <>
      <div className={classes.query}>
        <Scope field={field} ticket={ticket} />
        <input
          className={classes.input}
          role="combobox"
          aria-label={field?.label ?? t('palette.title')}
          aria-expanded
          aria-controls={`${id}-list`}
          aria-activedescendant={currentId}
          placeholder={field ? (field.form ?? t('palette.value')) : t('palette.placeholder')}
          value={query}
          onChange={(event) => {
            setQuery(event.currentTarget.value);
            setAt(0);
          }}
          onKeyDown={leave}
          data-autofocus
        />
      </div>
      <Lines
        id={`${id}-list`}
        label={field?.label ?? t('palette.title')}
        choices={choices}
        current={current}
        idOf={idOf}
        onMark={setAt}
        onChoose={choose}
      />
      {choices.length === 0 ? (
        <p className={classes.nothing} role="status">
          {found.busy ? t('palette.searching') : t('palette.nothing', { query })}
        </p>
      ) : null}
      <Foot isField={field !== null} />
    </>
  );
}
