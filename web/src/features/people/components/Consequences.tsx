import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { personUsesQuery } from '@/features/people/api/people';

/** What hangs on a person who is about to go. */
export function Consequences({ person }: { person: string }) {
  const { t } = useTranslation('people');
  const { data } = useQuery(personUsesQuery(person));
  if (!data || data.length === 0) return null;
  return (
    <ul>
      {data.map(({ kind, count, names }) => (
        <li key={kind}>
          {t(`hangs.${kind}` as 'hangs.tokens', { count })}
          {names.length > 0 ? `: ${names.join(', ')}` : null}
        </li>
      ))}
    </ul>
  );
}
