import { type ListSearch, readListSearch } from '@/shared/lib/listSearch';

export type CategorySearch = ListSearch & {
  /** Where a new category goes. */
  below?: string | undefined;
};

export const readCategorySearch = (search: Record<string, unknown>): CategorySearch => ({
  ...readListSearch(search),
  below: typeof search.below === 'string' ? search.below : undefined,
});
