import type { Category } from '@/features/catalog/api/catalog';

export type Branch = { category: Category; depth: number; hasChildren: boolean };

const SEPARATOR = ' / ';

/** Categories as lines of a tree, in the order of their names; what is folded hides all below it. */
export function linesOf(categories: readonly Category[], folded: ReadonlySet<string>): Branch[] {
  const parents = new Set(categories.map(({ parent_id }) => parent_id));
  return [...categories]
    .sort((a, b) => byPath(a.path, b.path))
    .filter(({ lineage }) => !lineage.slice(0, -1).some((id) => folded.has(id)))
    .map((category) => ({
      category,
      depth: category.lineage.length - 1,
      hasChildren: parents.has(category.id),
    }));
}

function byPath(a: string, b: string): number {
  const left = a.split(SEPARATOR);
  const right = b.split(SEPARATOR);
  for (let at = 0; at < Math.min(left.length, right.length); at += 1) {
    const order = (left[at] ?? '').localeCompare(right[at] ?? '');
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

/** What matches, and all above it, so that it stands in its place. */
export function matching(categories: readonly Category[], q: string): Category[] {
  const wanted = q.toLocaleLowerCase();
  const hits = categories.filter(({ path }) => path.toLocaleLowerCase().includes(wanted));
  const kept = new Set(hits.flatMap(({ lineage }) => lineage));
  return categories.filter(({ id }) => kept.has(id));
}

/** Whether a category may come below another one: never below itself. */
export const mayGoBelow = (moved: Category, target: Category | null) =>
  target === null
    ? moved.parent_id !== null
    : target.id !== moved.parent_id && !target.lineage.includes(moved.id);

/** How many tickets a category has together with all below it. */
export function withBelow(
  categories: readonly Category[],
  own: ReadonlyMap<string, number>,
): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { id, lineage } of categories) {
    for (const above of lineage) sums.set(above, (sums.get(above) ?? 0) + (own.get(id) ?? 0));
  }
  return sums;
}
