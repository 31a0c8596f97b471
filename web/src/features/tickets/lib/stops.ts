/** A moment the time slider can stand on: the ticket as one change left it. */
export type Stop = { version: number; at: string };

type Versioned = { version: number; at: string };

/** One stop for each version, in order; the last one is the present. */
export function stopsOf(changes: readonly Versioned[]): Stop[] {
  const first = new Map<number, string>();
  for (const { version, at } of changes) {
    const known = first.get(version);
    if (known === undefined || at < known) first.set(version, at);
  }
  return [...first]
    .map(([version, at]) => ({ version, at }))
    .toSorted((one, other) => one.version - other.version);
}

/**
 * Where the stops lie on the line, from 0 to 1: half by time, half by order, so that a quiet week
 * is a gap and changes of the same minute can still be told apart.
 */
export function placesOf(stops: readonly Stop[]): number[] {
  const times = stops.map(({ at }) => Date.parse(at));
  const from = Math.min(...times);
  const span = Math.max(1, Math.max(...times) - from);
  const steps = Math.max(1, stops.length - 1);
  return times.map((time, index) => (time - from) / span / 2 + index / steps / 2);
}

/** The stop a moment falls on: the last change up to it, or the first one. */
export function stopAt(stops: readonly Stop[], when: string): number {
  const moment = Date.parse(when);
  return Math.max(
    0,
    stops.findLastIndex(({ at }) => Date.parse(at) <= moment),
  );
}

/** The stop nearest to a place on the line. */
export function nearest(places: readonly number[], place: number): number {
  let best = 0;
  for (const [index, each] of places.entries()) {
    if (Math.abs(each - place) < Math.abs((places[best] ?? 0) - place)) best = index;
  }
  return best;
}
