import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';

import { NONE } from '@/features/board/lib/cards';

/** The value of a column or a lane in words. */
export function useValueWords() {
  const { t } = useTranslation(['board', 'common']);
  return useCallback(
    (field: string, value: string, label: string | null): string => {
      if (label) return label;
      if (field === 'status') return t(`common:status.${value}` as 'common:status.new');
      if (field === 'priority') return t(`common:priority.${value}` as 'common:priority.low');
      if (value !== NONE) return value;
      if (field === 'assignee') return t('common:person.nobody');
      return t(field === 'team' ? 'noTeam' : 'noValue');
    },
    [t],
  );
}
