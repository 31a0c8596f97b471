import { JOB_STATES, type JobState } from '@/features/rca/api/jobs';

/** The list of analyses as the address holds it. */
export type JobsSearch = {
  q?: string | undefined;
  state?: JobState | undefined;
  add?: boolean | undefined;
};

export function readJobsSearch(search: Record<string, unknown>): JobsSearch {
  return {
    q: typeof search.q === 'string' && search.q ? search.q : undefined,
    state: JOB_STATES.find((each) => each === search.state),
    add: search.add === true || undefined,
  };
}
