import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import {
  customFieldsQuery,
  resolutionCodesQuery,
  subStatusesQuery,
} from '@/features/tickets/api/catalog';
import type { Change } from '@/features/tickets/lib/changes';
import { useMay } from '@/shared/api/me';
import { dateTime } from '@/shared/lib/format';
import { PRIORITIES, STATUSES, TICKET_TYPES } from '@/shared/lib/vocabulary';

type Names = Readonly<Record<string, string>>;

const WORDS = [
  ...STATUSES.map((status) => `status.${status}` as const),
  ...PRIORITIES.map((priority) => `priority.${priority}` as const),
  ...TICKET_TYPES.map((type) => `type.${type}` as const),
];

const plain = (value: unknown) =>
  Array.isArray(value) ? value.join(', ') : typeof value === 'object' ? '' : String(value ?? '');

/** Labels of the catalogue, by key. */
function useLabels() {
  const { data: fields = [] } = useQuery(customFieldsQuery);
  const worksOnTickets = useMay('ticket:update');
  const { data: codes = [] } = useQuery({ ...resolutionCodesQuery, enabled: worksOnTickets });
  const { data: subs = [] } = useQuery(subStatusesQuery);
  return {
    fields: new Map(fields.map((field) => [field.key, field])),
    codes: new Map(codes.map(({ code, label }) => [code, label])),
    subs: new Map(subs.map(({ key, label }) => [key, label])),
  };
}

/** Words for the values of changed fields. */
export function useValueText() {
  const { t } = useTranslation(['tickets', 'common']);
  const labels = useLabels();

  const custom = (key: string | undefined, value: unknown) => {
    const field = labels.fields.get(key ?? '');
    const one = (each: unknown) =>
      field?.options.find((option) => option.value === each)?.label ?? plain(each);
    if (typeof value === 'boolean') return t(value ? 'yes' : 'no');
    return Array.isArray(value) ? value.map(one).join(', ') : one(value);
  };
  const level = (value: unknown) =>
    value === 1 || value === 2 || value === 3 ? t(`level.${value}`) : plain(value);
  const own: Partial<Record<Change['field'], (value: unknown) => string>> = {
    due_at: (value) => dateTime(plain(value)),
    impact: level,
    urgency: level,
    resolution_code: (value) => labels.codes.get(plain(value)) ?? plain(value),
    sub_status: (value) => labels.subs.get(plain(value)) ?? plain(value),
  };

  return {
    /** The name of a field as people know it. */
    field: ({ field, key }: Change) =>
      field === 'custom'
        ? (labels.fields.get(key ?? '')?.label ?? key ?? '')
        : t(`change.${field}`),
    value: ({ field, key }: Change, value: unknown, names: Names): string => {
      if (value === null || value === undefined || value === '') return '';
      if (field === 'custom') return custom(key, value);
      const word = WORDS.find((each) => each === `${field}.${plain(value)}`);
      if (word) return t(`common:${word}`);
      return own[field]?.(value) ?? names[plain(value)] ?? plain(value);
    },
  };
}
