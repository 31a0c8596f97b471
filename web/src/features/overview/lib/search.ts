export const SPANS = [7, 14, 30] as const;
export type Span = (typeof SPANS)[number];

export const USUAL_SPAN: Span = 14;

/** How many days the figures cover, kept in the address; 14 stays unsaid. */
export type OverviewSearch = { days?: Span };

export function readOverviewSearch(search: Record<string, unknown>): OverviewSearch {
  const days = SPANS.find((span) => String(span) === String(search.days));
  return days && days !== USUAL_SPAN ? { days } : {};
}
