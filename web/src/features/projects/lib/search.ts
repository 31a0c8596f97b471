import type { ProjectShow } from '@/features/projects/api/projects';

/** The list of projects as the address holds it. */
export type ProjectsSearch = {
  q?: string | undefined;
  show?: Exclude<ProjectShow, 'open'> | undefined;
  add?: boolean | undefined;
};

export function readProjectsSearch(search: Record<string, unknown>): ProjectsSearch {
  return {
    q: typeof search.q === 'string' && search.q ? search.q : undefined,
    show: search.show === 'done' || search.show === 'away' ? search.show : undefined,
    add: search.add === true || undefined,
  };
}
