import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { allResults, type Command, useCommands } from '@/app/shell/commands';
import { quickSearchQuery } from '@/features/tickets/api/quickSearch';
import { PRIORITIES, STATUSES } from '@/shared/lib/vocabulary';
import { Priority } from '@/shared/ui/Priority';
import { Status } from '@/shared/ui/Status';

import { byScore, type Choice, choiceOf } from './choices';
import { Found } from './Found';
import { fuzzy } from './fuzzy';
import { lastUsed } from './lastUsed';
import classes from './Palette.module.css';

const USED_FIRST = 5;
/** How much a choice that was used before is lifted. */
const LIFT = 30;

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
      score: 0,
      run: () => void navigate({ to: '/app/tickets/$ref', params: { ref: ticket.number } }),
      view: (
        <>
          {status ? <Status status={status} shapeOnly /> : null}
          <span className={classes.name}>
            <span className="key muted">{ticket.number}</span>
            <span className="truncate">
              <Found text={ticket.title} at={fuzzy(ticket.title, wanted)?.at ?? []} />
            </span>
          </span>
        </>
      ),
      hint: priority ? <Priority priority={priority} /> : null,
    };
  });
  return { choices, busy: found.isFetching || settled !== wanted };
}

/** With nothing typed: what was used last, then everything; else the best first in each group. */
function arranged(groups: readonly Choice[][], wanted: string, usedGroup: string): Choice[] {
  const used = lastUsed();
  if (!wanted) {
    const all = groups.flat();
    const first = used
      .flatMap((id) => all.filter((choice) => choice.id === id))
      .slice(0, USED_FIRST);
    const rest = all.filter((choice) => !first.includes(choice));
    return [...first.map((choice) => ({ ...choice, group: usedGroup })), ...rest];
  }
  const lifted = (choice: Choice) => ({
    ...choice,
    score: choice.score + (used.includes(choice.id) ? LIFT : 0),
  });
  const best = (group: readonly Choice[]) => Math.max(...group.map(({ score }) => score));
  return groups
    .map((group) => group.map(lifted).toSorted(byScore))
    .filter((group) => group.length > 0)
    .toSorted((one, other) => best(other) - best(one))
    .flat();
}

/** Everything that can be chosen for what was typed. */
export function useChoices(query: string, fields: (wanted: string) => Choice[]) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const wanted = query.trim();
  const commands = useCommands();
  const tickets = useTicketChoices(wanted);
  // The order of the last used ones stays while the palette is open.
  const [usedGroup] = useState(() => t('palette.lastUsed'));
  const of = (group: Command['group']) =>
    commands
      .filter((command) => command.group === group)
      .flatMap((command) =>
        choiceOf({ ...command, group: t(`palette.${group}`), remembered: true }, wanted),
      );
  const all = allResults(t('palette.allResults', { query: wanted }), () => {
    void navigate({ to: '/app/tickets', search: { q: wanted, status: 'any' } });
  });
  const more = wanted.length >= 2 ? choiceOf({ ...all, group: t('palette.tickets') }, '') : [];
  const lists = [fields(wanted), of('page'), of('actions'), of('goTo')];
  const ranked = arranged(lists, wanted, usedGroup);
  return { busy: tickets.busy, choices: [...ranked, ...tickets.choices, ...more] };
}
