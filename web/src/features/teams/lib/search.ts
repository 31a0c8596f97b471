/** The team open at the side, kept in the address. */
export type TeamsSearch = { team?: string | undefined; add?: boolean | undefined };

export function readTeamsSearch(search: Record<string, unknown>): TeamsSearch {
  return {
    team: typeof search.team === 'string' ? search.team : undefined,
    add: search.add === true || undefined,
  };
}
