import { useTranslation } from 'react-i18next';

import type { GroupHead } from '@/features/tickets/lib/grouping';
import type { Group } from '@/features/tickets/lib/search';
import { PRIORITIES, STATUSES, TICKET_TYPES } from '@/shared/lib/vocabulary';

const WORDS = [
  ...STATUSES.map((word) => `status.${word}` as const),
  ...PRIORITIES.map((word) => `priority.${word}` as const),
  ...TICKET_TYPES.map((word) => `type.${word}` as const),
];

/** The name of a group: that of the person, team or category, or the word of the desk. */
export function useGroupName(by: Group | undefined): (head: GroupHead) => string {
  const { t } = useTranslation(['tickets', 'common']);
  return ({ value, label }) => {
    if (label) return label;
    const word = WORDS.find((each) => each === `${by}.${value}`);
    if (word) return t(`common:${word}`);
    if (value !== 'none') return value;
    if (by === 'category') return t('list.groupNone');
    return by === 'team' ? t('filter.noTeam') : t('common:person.nobody');
  };
}
