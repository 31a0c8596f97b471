import type { TimelineItem } from '@/features/tickets/api/ticket';

export const TABS = ['all', 'replies', 'notes', 'changes'] as const;
export type Tab = (typeof TABS)[number];

function tabOf({ comment }: TimelineItem): Exclude<Tab, 'all'> {
  if (!comment) return 'changes';
  return comment.visibility === 'internal' ? 'notes' : 'replies';
}

/** What belongs into a tab; that the ticket was opened, its first message says already. */
export const inTab = (items: readonly TimelineItem[], tab: Tab) =>
  items.filter((item) =>
    tab === 'all' ? item.activity?.name !== 'ticket.created' : tabOf(item) === tab,
  );

/** How much each tab holds. */
export function tabCounts(items: readonly TimelineItem[]): Record<Tab, number> {
  const counts: Record<Tab, number> = { all: items.length, replies: 0, notes: 0, changes: 0 };
  for (const item of items) counts[tabOf(item)] += 1;
  return counts;
}
