type Versioned = { id: string; version: number; updated_at: string };

/** What happened to a list since it was read. */
export type News<Row> = {
  /** Rows that are shown and look different now. */
  changed: Map<string, Row>;
  /** Rows that belong to the list and are not shown yet. */
  waiting: string[];
};

/** Sort fresh rows into those shown, which change in their place, and those that must wait. */
export function sortNews<Row extends Versioned>(
  shown: readonly Row[],
  fresh: readonly Row[],
): News<Row> {
  const known = new Map(shown.map((row) => [row.id, row]));
  const news: News<Row> = { changed: new Map(), waiting: [] };
  for (const row of fresh) {
    const old = known.get(row.id);
    if (!old) news.waiting.push(row.id);
    else if (old.version < row.version || old.updated_at < row.updated_at) {
      news.changed.set(row.id, row);
    }
  }
  return news;
}
