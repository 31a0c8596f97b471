import type { Activity } from '@/features/tickets/api/ticket';

/** Fields whose changes are told; the others follow from them. */
const TOLD = [
  'title',
  'type',
  'status',
  'sub_status',
  'priority',
  'impact',
  'urgency',
  'assignee_id',
  'team_id',
  'category_id',
  'requester_id',
  'department',
  'due_at',
  'tags',
  'custom_fields',
  'description_text',
  'resolution_code',
  'source_type',
] as const;
export type ToldField = (typeof TOLD)[number] | 'custom' | 'tag';

/** One changed field: from what to what; `key` names the custom field. */
export type Change = { field: ToldField; key?: string; from: unknown; to: unknown };

const asRecord = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? { ...value } : {};
const asList = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

const isNothing = (value: unknown) => value === null || value === undefined || value === '';

function customChanges(before: unknown, after: unknown): Change[] {
  const [from, to] = [asRecord(before), asRecord(after)];
  const keys = [...new Set([...Object.keys(from), ...Object.keys(to)])];
  return keys
    .filter((key) => JSON.stringify(from[key]) !== JSON.stringify(to[key]))
    .map((key) => ({ field: 'custom', key, from: from[key], to: to[key] }));
}

function tagChanges(before: unknown, after: unknown): Change[] {
  const [from, to] = [asList(before), asList(after)];
  const gone = from.filter((tag) => !to.includes(tag));
  const added = to.filter((tag) => !from.includes(tag));
  return [
    ...gone.map((tag): Change => ({ field: 'tag', from: tag, to: null })),
    ...added.map((tag): Change => ({ field: 'tag', from: null, to: tag })),
  ];
}

/** What an activity changed, in a fixed order, one entry for each field people know. */
export function changesOf({ changes }: Activity): Change[] {
  return TOLD.flatMap((field): Change[] => {
    const pair = changes[field];
    if (!pair) return [];
    const [from, to] = pair;
    if (field === 'custom_fields') return customChanges(from, to);
    if (field === 'tags') return tagChanges(from, to);
    return [{ field, from, to }];
  });
}

/** How to say it: set from nothing, taken away, or changed. */
export function kindOf({ from, to }: Change): 'set' | 'removed' | 'changed' {
  if (isNothing(from)) return 'set';
  return isNothing(to) ? 'removed' : 'changed';
}

/** Activities that raised the version: the stops of the time slider. */
export const isStop = ({ name, changes }: Activity) =>
  name === 'ticket.created' || Object.keys(changes).length > 0;
