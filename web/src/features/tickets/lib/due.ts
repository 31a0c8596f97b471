/** When tickets are due, each as the condition that the list understands. */
export const DUE_CONDITIONS = {
  overdue: 'due_at before now',
  hours: 'due_at after now and due_at before +4h',
  day: 'due_at after now and due_at before +24h',
  week: 'due_at after now and due_at before +7d',
  never: 'due_at is empty',
} as const;
export type Due = keyof typeof DUE_CONDITIONS;

export const DUES = Object.keys(DUE_CONDITIONS) as Due[];

/** Which of them a condition is, if it is one. */
export const dueOf = (where: string | undefined): Due | undefined =>
  DUES.find((due) => DUE_CONDITIONS[due] === where);
