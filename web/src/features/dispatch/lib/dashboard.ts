import {
  type OutsideState,
  type OutsideTicket,
  PLATFORMS,
  type Platform,
} from '@/features/dispatch/lib/types';

export type Filter = { words: string; platform: Platform | null; status: string | null };

export const everything: Filter = { words: '', platform: null, status: null };

const WAITING = new Set<OutsideState>(['pending', 'creating', 'unknown']);

/** What a ticket's status is filtered by: their word, or ours for one that is not there. */
export const statusOf = ({ state, status }: OutsideTicket): string =>
  state === 'created' ? status : state;

export const isWaiting = ({ state }: OutsideTicket): boolean => WAITING.has(state);

/** What is worth showing: a preview only where nothing real stands. */
export const standing = (tickets: readonly OutsideTicket[]): OutsideTicket[] =>
  tickets.filter(
    ({ dry_run, platform }) =>
      !dry_run || !tickets.some((other) => !other.dry_run && other.platform === platform),
  );

/** The tickets that fit. */
export function fitting(tickets: readonly OutsideTicket[], filter: Filter): OutsideTicket[] {
  const words = filter.words.trim().toLocaleLowerCase();
  return tickets.filter((ticket) => {
    const text = [ticket.ticket_id, ticket.title, ticket.assignee].join(' ').toLocaleLowerCase();
    return (
      text.includes(words) &&
      (filter.platform === null || ticket.platform === filter.platform) &&
      (filter.status === null || statusOf(ticket) === filter.status)
    );
  });
}

export type Stats = { by: Record<Platform, number>; waiting: number; troubled: number };

export function statsOf(tickets: readonly OutsideTicket[]): Stats {
  const real = tickets.filter(({ dry_run }) => !dry_run);
  const there = real.filter(({ state }) => state === 'created');
  const on = (platform: Platform) => there.filter((each) => each.platform === platform).length;
  const [servicenow, jira] = PLATFORMS.map(on);
  return {
    by: { servicenow: servicenow ?? 0, jira: jira ?? 0 },
    waiting: real.filter(isWaiting).length,
    troubled: real.filter(({ state }) => state === 'failed' || state === 'gone').length,
  };
}
