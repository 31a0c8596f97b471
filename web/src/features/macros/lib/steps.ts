import type { Step } from '@/features/macros/api/macros';

/** What people choose from: a field to set, or something else to do. */
export const SET_FIELDS = [
  'status',
  'priority',
  'type',
  'assignee_id',
  'team_id',
  'category_id',
  'impact',
  'urgency',
] as const;
export type SetField = (typeof SET_FIELDS)[number];
export const DOINGS = ['reply', 'note', 'add_tags', 'remove_tags', 'resolve'] as const;

const FIRST: Record<SetField, Extract<Step, { do: 'set' }>['value']> = {
  status: 'open',
  priority: 'high',
  type: 'incident',
  assignee_id: 'me',
  team_id: null,
  category_id: null,
  impact: 2,
  urgency: 2,
};

const isField = (kind: string): kind is SetField => SET_FIELDS.some((each) => each === kind);

/** What the choice is called: the field that is set, else what is done. */
export const kindOf = (step: Step): string => (step.do === 'set' ? String(step.field) : step.do);

/** A new step of a kind, ready to be filled in. */
export function newStep(kind: string): Step {
  if (kind === 'reply' || kind === 'note') return { do: kind, html: '' };
  if (kind === 'add_tags' || kind === 'remove_tags') return { do: kind, tags: [] };
  if (kind === 'resolve') return { do: 'resolve', code: null, text: null };
  return { do: 'set', field: kind, value: isField(kind) ? FIRST[kind] : null };
}

/** Whether anything is left to fill in. */
export function isComplete(step: Step): boolean {
  if (step.do === 'reply' || step.do === 'note') return step.html.trim() !== '';
  if (step.do === 'add_tags' || step.do === 'remove_tags') return step.tags.length > 0;
  return true;
}

export function moved<Item>(items: readonly Item[], from: number, to: number): Item[] {
  const next = [...items];
  const [item] = next.splice(from, 1);
  if (item !== undefined) next.splice(to, 0, item);
  return next;
}
