import { useQuery } from '@tanstack/react-query';

import { api, read } from '@/shared/api/client';
import { teamsQuery } from '@/shared/api/directory';
import { PersonName } from '@/shared/ui/Avatar';

/** The name behind the id that a field of people or teams holds. */
export function FieldName({ kind, id }: { kind: 'user' | 'team'; id: string }) {
  const teams = useQuery({ ...teamsQuery, enabled: kind === 'team' });
  const person = useQuery({
    queryKey: ['person', id],
    queryFn: ({ signal }) =>
      read(api.GET('/api/v1/people/{id}', { params: { path: { id } }, signal })),
    enabled: kind === 'user',
    staleTime: 5 * 60_000,
  });
  if (kind === 'user') return person.data ? <PersonName name={person.data.name} /> : null;
  const team = teams.data?.data.find((each) => each.id === id);
  return <span className="truncate">{team?.name}</span>;
}
