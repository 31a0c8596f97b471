export const LANES = ['none', 'assignee', 'priority'] as const;
export type LaneField = (typeof LANES)[number];

/** What the address says about the board beside the filters of the list. */
export type BoardSearch = {
  /** Id of the board; without it the first one. */
  board?: string;
  /** Other columns than the board's own. */
  columns?: string;
  lanes?: LaneField;
};

const FIELD = /^(status|priority|assignee|team|custom\.[a-z][a-z0-9_]*)$/;

/** Read the address; what is not understood is left out. */
export function readBoardSearch(search: Record<string, unknown>): BoardSearch {
  const { board, columns } = search;
  const lanes = LANES.find((lane) => lane === search.lanes);
  return {
    ...(typeof board === 'string' && board.length === 36 ? { board } : {}),
    ...(typeof columns === 'string' && FIELD.test(columns) ? { columns } : {}),
    ...(lanes ? { lanes } : {}),
  };
}
