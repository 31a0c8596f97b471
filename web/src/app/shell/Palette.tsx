import { Modal } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { allResults, type Command, useCommands } from '@/app/shell/commands';
import { Found } from '@/app/shell/Found';
import { quickSearchQuery } from '@/features/tickets/api/quickSearch';
import { keyCaps } from '@/shared/lib/keys';
import { PRIORITIES, STATUSES } from '@/shared/lib/vocabulary';
import { Icon } from '@/shared/ui/Icon';
import { Kbd } from '@/shared/ui/Kbd';
import { Priority } from '@/shared/ui/Priority';
import { Status } from '@/shared/ui/Status';

import classes from './Palette.module.css';

type Choice = { id: string; group: string; view: ReactNode; hint: ReactNode; run: () => void };

function commandChoice(command: Command, group: string, wanted: string): Choice {
  return {
    id: command.id,
    group,
    run: command.run,
    view: (
      <>
        <Icon of={command.icon} />
        <span className="truncate">
          <Found text={command.label} wanted={wanted} />
        </span>
      </>
    ),
    hint: command.keys ? keyCaps(command.keys).map((cap) => <Kbd key={cap}>{cap}</Kbd>) : null,
  };
}

/** Tickets that fit, as choices. */
function useTicketChoices(wanted: string): { choices: Choice[]; busy: boolean } {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [settled] = useDebouncedValue(wanted, 150);
  const found = useQuery(quickSearchQuery(settled));
  if (wanted.length < 2) return { choices: [], busy: false };
  const choices = (found.data?.data ?? []).map((ticket): Choice => {
    const status = STATUSES.find((each) => each === ticket.status);
    const priority = PRIORITIES.find((each) => each === ticket.priority);
    return {
      id: ticket.id,
      group: t('palette.tickets'),
      run: () => void navigate({ to: '/app/tickets/$ref', params: { ref: ticket.number } }),
      view: (
        <>
          {status ? <Status status={status} shapeOnly /> : null}
          <span className={classes.name}>
            <span className="key muted">{ticket.number}</span>
            <span className="truncate">
              <Found text={ticket.title} wanted={wanted} />
            </span>
          </span>
        </>
      ),
      hint: priority ? <Priority priority={priority} /> : null,
    };
  });
  return { choices, busy: found.isFetching || settled !== wanted };
}

function useChoices(query: string): { choices: Choice[]; busy: boolean } {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const wanted = query.trim();
  const commands = useCommands();
  const tickets = useTicketChoices(wanted);
  const fitting = commands.filter(({ label }) =>
    label.toLocaleLowerCase().includes(wanted.toLocaleLowerCase()),
  );
  const of = (group: Command['group']) =>
    fitting
      .filter((command) => command.group === group)
      .map((command) => commandChoice(command, t(`palette.${group}`), wanted));
  const all = allResults(t('palette.allResults', { query: wanted }), () => {
    void navigate({ to: '/app/tickets', search: { q: wanted, status: 'any' } });
  });
  const more = wanted.length >= 2 ? [commandChoice(all, t('palette.goTo'), '')] : [];
  return {
    busy: tickets.busy,
    choices: [...of('actions'), ...tickets.choices, ...of('goTo'), ...more],
  };
}

type Props = { opened: boolean; onClose: () => void };

/** Type where to go, what to do, or what to find. */
export function Palette({ opened, onClose }: Props) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      withCloseButton={false}
      attributes={{ content: { 'aria-label': t('palette.title') } }}
      size={640}
      yOffset={96}
      padding={0}
      classNames={{ content: classes.content ?? '', body: classes.body ?? '' }}
      transitionProps={{ duration: 160, transition: 'fade-down' }}
    >
      <PaletteBody onClose={onClose} />
    </Modal>
  );
}

function PaletteBody({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const id = useId();
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const { choices, busy } = useChoices(query);
  const current = choices[Math.min(at, choices.length - 1)];
  const idOf = (choice: Choice) => `${id}-${choice.id}`;

  useEffect(() => {
    if (current)
      document.getElementById(`${id}-${current.id}`)?.scrollIntoView({ block: 'nearest' });
  }, [current, id]);

  const run = (choice: Choice | undefined) => {
    if (!choice) return;
    onClose();
    choice.run();
  };
  const onKey = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      setAt((from) => (from + step + choices.length) % Math.max(1, choices.length));
    }
    if (event.key === 'Enter' && !event.nativeEvent.isComposing) run(current);
  };

  return (
    <>
      <div className={classes.query}>
        <Icon of={IconSearch} />
        <input
          className={classes.input}
          role="combobox"
          aria-label={t('palette.title')}
          aria-expanded
          aria-controls={`${id}-list`}
          aria-activedescendant={current ? idOf(current) : undefined}
          placeholder={t('palette.placeholder')}
          value={query}
          onChange={(event) => {
            setQuery(event.currentTarget.value);
            setAt(0);
          }}
          onKeyDown={onKey}
          data-autofocus
        />
        <Kbd>Esc</Kbd>
      </div>
      <div
        className={classes.list}
        id={`${id}-list`}
        role="listbox"
        aria-label={t('palette.title')}
      >
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
              onMouseMove={() => setAt(index)}
              onClick={() => run(choice)}
            >
              {choice.view}
              <span className={classes.hint}>{choice.hint}</span>
            </button>
          </div>
        ))}
        {choices.length === 0 ? (
          <p className={classes.nothing} role="status">
            {busy ? t('palette.searching') : t('palette.nothing', { query })}
          </p>
        ) : null}
      </div>
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
      </div>
    </>
  );
}
