/** Ticked rows of a list, and the row from which a range starts. */
export type Selection = { ticked: ReadonlySet<string>; anchor: string | null };

export const NOTHING: Selection = { ticked: new Set(), anchor: null };

function between(order: readonly string[], one: string, other: string): readonly string[] {
  const [from, to] = [order.indexOf(one), order.indexOf(other)].sort((a, b) => a - b);
  if (from === undefined || to === undefined || from < 0) return [other];
  return order.slice(from, to + 1);
}

/** Tick or untick a row; with `range` all rows from the last one ticked, as it then is. */
export function toggle(
  { ticked, anchor }: Selection,
  order: readonly string[],
  id: string,
  range: boolean,
): Selection {
  const on = !ticked.has(id);
  const meant = range && anchor !== null ? between(order, anchor, id) : [id];
  const next = new Set(ticked);
  for (const each of meant) {
    if (on) next.add(each);
    else next.delete(each);
  }
  return { ticked: next, anchor: id };
}

/** All rows shown, or none when all are ticked. */
export function toggleAll({ ticked }: Selection, order: readonly string[]): Selection {
  const all = order.length > 0 && order.every((id) => ticked.has(id));
  return all ? NOTHING : { ticked: new Set([...ticked, ...order]), anchor: null };
}

/** The box above the list: empty, ticked or in between. */
export function headBox({ ticked }: Selection, order: readonly string[]) {
  const count = order.filter((id) => ticked.has(id)).length;
  return { checked: count > 0 && count === order.length, mixed: count > 0 && count < order.length };
}

/** The row `steps` below, stopping at both ends; the first one when none is current. */
export function step(
  order: readonly string[],
  current: string | null,
  steps: number,
): string | null {
  if (order.length === 0) return null;
  const at = current === null ? -1 : order.indexOf(current);
  if (at < 0) return (steps < 0 ? order.at(-1) : order[0]) ?? null;
  const next = Math.min(order.length - 1, Math.max(0, at + steps));
  return order[next] ?? null;
}
