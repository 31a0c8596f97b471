import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { ownFieldsQuery, resolutionChoicesQuery } from '@/features/macros/api/choices';
import type { Foreseen, Preview } from '@/features/macros/api/macros';
import { PRIORITIES, STATUSES, TICKET_TYPES } from '@/shared/lib/vocabulary';

export type ChangeText = { field: string; before: string; after: string };
type Change = Foreseen['changes'][number];

/** What people see of a change; times and counters follow by themselves. */
const SHOWN = [
  'status',
  'sub_status',
  'priority',
  'type',
  'impact',
  'urgency',
  'category_id',
  'assignee_id',
  'team_id',
  'department',
  'tags',
  'resolution_code',
  'resolution_text',
] as const;

const isDocument = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function plain(value: unknown): string {
  if (value === null || value === undefined || value === '') return '';
  if (Array.isArray(value)) return value.map(plain).join(', ');
  return String(value);
}

/** The changes of a ticket in words. */
export function useChangeText() {
  const { t } = useTranslation(['macros', 'common']);
  const { data: own = [] } = useQuery(ownFieldsQuery);
  const { data: codes = [] } = useQuery(resolutionChoicesQuery);

  const words = (field: string, value: unknown): string | undefined => {
    const status = STATUSES.find((each) => field === 'status' && each === value);
    if (status) return t(`common:status.${status}`);
    const priority = PRIORITIES.find((each) => field === 'priority' && each === value);
    if (priority) return t(`common:priority.${priority}`);
    const type = TICKET_TYPES.find((each) => field === 'type' && each === value);
    return type ? t(`common:type.${type}`) : undefined;
  };
  const valueText = (field: string, value: unknown, names: Preview['names']): string => {
    const text = plain(value);
    const known = words(field, value);
    if (known) return known;
    if (field !== 'resolution_code') return names[text] ?? text;
    return codes.find((code) => code.value === value)?.label ?? text;
  };
  const ownChanges = ({ before, after }: Change): ChangeText[] => {
    const [old, now] = [before, after].map((value) => (isDocument(value) ? value : {}));
    const keys = [...new Set([...Object.keys(old ?? {}), ...Object.keys(now ?? {})])];
    return keys
      .map((key) => ({
        field: own.find((each) => each.key === key)?.label ?? key,
        before: plain(old?.[key]),
        after: plain(now?.[key]),
      }))
      .filter((change) => change.before !== change.after);
  };
  return (changes: readonly Change[], names: Preview['names']): ChangeText[] =>
    changes.flatMap((change) => {
      if (change.field === 'custom_fields') return ownChanges(change);
      const shown = SHOWN.find((field) => field === change.field);
      if (!shown) return [];
      return [
        {
          field: t(`field.${shown}`),
          before: valueText(shown, change.before, names),
          after: valueText(shown, change.after, names),
        },
      ];
    });
}
