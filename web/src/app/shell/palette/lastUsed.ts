const STORED = 'deskplane.palette';
const KEPT = 30;

/** What was chosen here before, the latest first. */
export function lastUsed(): readonly string[] {
  const stored = localStorage.getItem(STORED);
  return stored ? stored.split('\n') : [];
}

/** Remember a choice; tickets and typed values are not kept. */
export function use(id: string): void {
  const next = [id, ...lastUsed().filter((each) => each !== id)].slice(0, KEPT);
  localStorage.setItem(STORED, next.join('\n'));
}
