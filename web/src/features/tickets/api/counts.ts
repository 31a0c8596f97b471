export type ViewCounts = Partial<Record<'open' | 'mine' | 'unassigned' | 'waiting', number>>;

/** How many tickets each place of the navigation holds. */
export function useViewCounts(): ViewCounts {
  return {};
}
