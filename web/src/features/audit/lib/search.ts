/** What of the log is shown, kept in the address. */
export type AuditSearch = {
  actor?: string | undefined;
  action?: string[] | undefined;
  type?: string[] | undefined;
  origin?: string[] | undefined;
  /** Everything about one thing, or of one request. */
  entity?: string | undefined;
  correlation?: string | undefined;
  /** Calendar days, both included. */
  since?: string | undefined;
  until?: string | undefined;
  /** The entry open at the side. */
  entry?: string | undefined;
};

export type AuditFilter = Omit<AuditSearch, 'entry'>;

const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);
const day = (value: unknown) =>
  typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) ? value : undefined;
const texts = (value: unknown) => {
  const all = Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
  return all.length > 0 ? (all as string[]) : undefined;
};

export const readAuditSearch = (search: Record<string, unknown>): AuditSearch => ({
  actor: text(search.actor),
  action: texts(search.action),
  type: texts(search.type),
  origin: texts(search.origin),
  entity: text(search.entity),
  correlation: text(search.correlation),
  since: day(search.since),
  until: day(search.until),
  entry: text(search.entry),
});

const DAY = 24 * 3_600_000;

/** The start of a day here, as a moment. */
const startOf = (date: string, days = 0) =>
  new Date(new Date(`${date}T00:00:00`).getTime() + days * DAY).toISOString();

/** The filter as the API takes it. */
export const paramsOf = (filter: AuditFilter) => ({
  ...(filter.actor ? { actor_id: filter.actor } : {}),
  ...(filter.action ? { action: filter.action } : {}),
  ...(filter.type ? { entity_type: filter.type } : {}),
  ...(filter.origin ? { origin: filter.origin } : {}),
  ...(filter.entity ? { entity_id: filter.entity } : {}),
  ...(filter.correlation ? { correlation_id: filter.correlation } : {}),
  ...(filter.since ? { since: startOf(filter.since) } : {}),
  ...(filter.until ? { until: startOf(filter.until, 1) } : {}),
});

/** The filter as the end of an address. */
export function queryOf(filter: AuditFilter): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(paramsOf(filter))) {
    for (const each of Array.isArray(value) ? value : [value]) query.append(name, each);
  }
  return query.toString();
}
