import type { LinkProps } from '@tanstack/react-router';

/** Unfinished tickets that meet a condition, as the list shows them. */
const meeting = (where: string): LinkProps => ({
  to: '/app/tickets',
  search: { where, sort: 'due' },
});

const due = (test: (field: string) => string) =>
  `${test('next_due_at')} or next_due_at is empty and ${test('due_at')}`;

/** The lists behind the numbers of the present hour. */
export const NOW_LINKS = {
  unassigned: { to: '/app/tickets', search: { view: 'unassigned' } },
  atRisk: meeting(due((field) => `${field} >= now and ${field} before +4h`)),
  breached: meeting(due((field) => `${field} before now`)),
  oldest: { to: '/app/tickets', search: { sort: 'created', direction: 'asc' } },
} as const satisfies Record<string, LinkProps>;

/** Unfinished tickets that have a due date. */
export const WITH_DUE = 'due_at is not empty or next_due_at is not empty';
export const DUE_LINK = meeting(WITH_DUE);
