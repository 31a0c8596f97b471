/** A list of settings in the address: what is searched, what is open at the side. */
export type ListSearch = {
  q?: string | undefined;
  /** Archived things too. */
  off?: boolean | undefined;
  open?: string | undefined;
  add?: boolean | undefined;
};

const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);

export function readListSearch(search: Record<string, unknown>): ListSearch {
  return {
    q: text(search.q),
    off: search.off === true || undefined,
    open: text(search.open),
    add: search.add === true || undefined,
  };
}
