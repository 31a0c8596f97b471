import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

import { api, read } from '@/shared/api/client';
import { asProblem } from '@/shared/api/problem';
import type { components } from '@/shared/api/schema';

type Schemas = components['schemas'];
export type ProjectLink = Schemas['ProjectLinkRead'];
export type TaskLink = Schemas['AssignmentLinkRead'];
export type WorkLinkType = ProjectLink['link_type'];

export const LINK_TYPES = ['related', 'blocking', 'depends_on'] as const;
const MOST = 200;

const projectLinksQuery = (ticket: string | undefined, project: string | undefined) =>
  queryOptions({
    queryKey: ['workLinks', 'project', { ticket, project }],
    queryFn: ({ signal }) =>
      read(
        api.GET('/api/v1/ticket-project-links', {
          signal,
          params: {
            query: {
              limit: MOST,
              ...(ticket ? { ticket_id: ticket } : {}),
              ...(project ? { project_id: project } : {}),
            },
          },
        }),
      ),
    enabled: Boolean(ticket ?? project),
    select: ({ data }) => data,
  });

const taskLinksQuery = (ticket: string | undefined, task: string | undefined) =>
  queryOptions({
    queryKey: ['workLinks', 'task', { ticket, task }],
    queryFn: ({ signal }) =>
      read(
        api.GET('/api/v1/ticket-assignment-links', {
          signal,
          params: {
            query: {
              limit: MOST,
              ...(ticket ? { ticket_id: ticket } : {}),
              ...(task ? { assignment_id: task } : {}),
            },
          },
        }),
      ),
    enabled: Boolean(ticket ?? task),
    select: ({ data }) => data,
  });

/** What both hooks give. */
export type TicketLinks<Link> = {
  links: readonly Link[];
  loading: boolean;
  /** Why the links could not be read or changed. */
  error: string | null;
  fetchLinks: () => Promise<void>;
  createLink: (ticketId: string, otherId: string, type?: WorkLinkType) => Promise<Link>;
  deleteLink: (id: string) => Promise<void>;
};

const reason = (...errors: unknown[]): string | null => {
  const first = errors.find(Boolean);
  return first ? asProblem(first).message : null;
};

function useRefreshLinks() {
  const queries = useQueryClient();
  return () =>
    Promise.all(
      ['workLinks', 'project', 'projects', 'tasks', 'ticket'].map((key) =>
        queries.invalidateQueries({ queryKey: [key] }),
      ),
    );
}

/** Links between tickets and projects: of one ticket, of one project, or of both. */
export function useTicketProjectLinks(
  ticketId?: string,
  projectId?: string,
): TicketLinks<ProjectLink> {
  const onSuccess = useRefreshLinks();
  const found = useQuery(projectLinksQuery(ticketId, projectId));
  const create = useMutation({
    mutationFn: (body: Schemas['ProjectLinkCreate']) =>
      read(api.POST('/api/v1/ticket-project-links', { body })),
    onSuccess,
  });
  const remove = useMutation({
    mutationFn: (id: string) =>
      api.DELETE('/api/v1/ticket-project-links/{id}', { params: { path: { id } } }),
    onSuccess,
  });
  return {
    links: found.data ?? [],
    loading: found.isPending,
    error: reason(found.error, create.error, remove.error),
    fetchLinks: async () => {
      await found.refetch();
    },
    createLink: (ticket_id, project_id, link_type = 'related') =>
      create.mutateAsync({ ticket_id, project_id, link_type }),
    deleteLink: async (id) => {
      await remove.mutateAsync(id);
    },
  };
}

/** Links between tickets and tasks: of one ticket, of one task, or of both. */
export function useTicketAssignmentLinks(
  ticketId?: string,
  assignmentId?: string,
): TicketLinks<TaskLink> {
  const onSuccess = useRefreshLinks();
  const found = useQuery(taskLinksQuery(ticketId, assignmentId));
  const create = useMutation({
    mutationFn: (body: Schemas['AssignmentLinkCreate']) =>
      read(api.POST('/api/v1/ticket-assignment-links', { body })),
    onSuccess,
  });
  const remove = useMutation({
    mutationFn: (id: string) =>
      api.DELETE('/api/v1/ticket-assignment-links/{id}', { params: { path: { id } } }),
    onSuccess,
  });
  return {
    links: found.data ?? [],
    loading: found.isPending,
    error: reason(found.error, create.error, remove.error),
    fetchLinks: async () => {
      await found.refetch();
    },
    createLink: (ticket_id, assignment_id, link_type = 'related') =>
      create.mutateAsync({ ticket_id, assignment_id, link_type }),
    deleteLink: async (id) => {
      await remove.mutateAsync(id);
    },
  };
}
