import type { MapRow, Maps, MapsChange, ValueMap } from '@/features/connections/api/maps';

/** Their field beside ours, while it is edited; `key` is the row's own. */
export type FieldPair = { key: string; ours: string; theirs: string };

/** What an organisation says of a connection's maps, while it is edited. */
export type Draft = {
  version: number;
  values: Record<string, Record<string, string>>;
  fields: FieldPair[];
};

export function draftOf(maps: Maps): Draft {
  const values: Draft['values'] = {};
  for (const { field, rows } of maps.values) {
    const chosen = rows.flatMap(({ raw, chosen }) => (chosen ? [[raw, chosen] as const] : []));
    values[field] = Object.fromEntries(chosen);
  }
  const fields = maps.fields.map(({ ours, theirs }) => ({ key: ours, ours, theirs }));
  return { version: maps.version, values, fields };
}

/** One row read as something else; the connector's own reading is no row of ours. */
export function chosen(draft: Draft, field: string, row: MapRow, value: string | null): Draft {
  const { [row.raw]: _, ...others } = draft.values[field] ?? {};
  const mine = value === null || value === row.default ? others : { ...others, [row.raw]: value };
  return { ...draft, values: { ...draft.values, [field]: mine } };
}

const sorted = (values: Record<string, string>) =>
  JSON.stringify(Object.entries(values).sort(([one], [other]) => (one < other ? -1 : 1)));
const pairs = ({ fields }: Draft) =>
  Object.fromEntries(fields.map(({ ours, theirs }) => [ours, theirs.trim()]));

/** What differs, as it is sent; null if nothing does. */
export function changeOf(stored: Draft, draft: Draft): MapsChange | null {
  const change: Record<string, unknown> = {};
  for (const [field, values] of Object.entries(draft.values)) {
    if (sorted(values) !== sorted(stored.values[field] ?? {})) change[field] = values;
  }
  if (
    sorted(pairs(stored)) !== sorted(pairs(draft)) ||
    stored.fields.length !== draft.fields.length
  )
    change.fields = pairs(draft);
  return Object.keys(change).length > 0 ? { ...change, version: draft.version } : null;
}

/** Whether both say the same, whatever their versions. */
export const sameMaps = (one: Draft, other: Draft) => changeOf(one, other) === null;

/** Nothing is known of this value: its tickets get the fallback. */
export const isUnknown = (draft: Draft, field: string, { raw, default: usual }: MapRow) =>
  usual === null && draft.values[field]?.[raw] === undefined;

/** Imported tickets that the next import of their range reads as something else. */
export function affected({ field, fallback, rows }: ValueMap, draft: Draft): number {
  let count = 0;
  for (const row of rows) {
    const now = draft.values[field]?.[row.raw] ?? row.default ?? fallback;
    for (const [value, tickets] of Object.entries(row.taken)) if (value !== now) count += tickets;
  }
  return count;
}

export type Gap = 'ours' | 'theirs';

/** Rows of fields that say only half. */
export function gaps({ fields }: Draft): Record<string, Gap> {
  const found: Record<string, Gap> = {};
  for (const { key, ours, theirs } of fields) {
    if (!ours) found[key] = 'ours';
    else if (!theirs.trim()) found[key] = 'theirs';
  }
  return found;
}
