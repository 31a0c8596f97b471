/** The macro open at the side; `new` is one that is not there yet. */
export type MacrosSearch = { edit?: string | undefined };

export const readMacrosSearch = (search: Record<string, unknown>): MacrosSearch =>
  typeof search.edit === 'string' && search.edit ? { edit: search.edit } : {};
