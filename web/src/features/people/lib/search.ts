import { ROLES, type RoleName } from '@/shared/lib/vocabulary';

/** Filters of the list and the person open at the side, kept in the address. */
export type PeopleSearch = {
  q?: string | undefined;
  role?: RoleName | undefined;
  off?: boolean | undefined;
  person?: string | undefined;
  add?: boolean | undefined;
};

const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);

export function readPeopleSearch(search: Record<string, unknown>): PeopleSearch {
  return {
    q: text(search.q),
    role: ROLES.find((role) => role === search.role),
    off: search.off === true || undefined,
    person: text(search.person),
    add: search.add === true || undefined,
  };
}
