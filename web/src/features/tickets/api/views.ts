import {
  type QueryClient,
  queryOptions,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';

import type { SavedView } from '@/features/tickets/lib/savedViews';
import { api, read } from '@/shared/api/client';
import { translateLive } from '@/shared/api/live';
import { useMay } from '@/shared/api/me';
import type { components } from '@/shared/api/schema';

type Schemas = components['schemas'];
export type ViewDraft = Schemas['ViewCreate'];
export type ColumnSetting = Schemas['ViewColumnStored'];

const ALL = 500;
const staleTime = 60_000;

translateLive(({ subject_type }) => (subject_type === 'view' ? [['views']] : []));

/** The saved views this person sees, pinned ones first. */
export const viewsQuery = queryOptions({
  queryKey: ['views', 'list'],
  queryFn: ({ signal }) =>
    read(api.GET('/api/v1/views', { params: { query: { limit: ALL } }, signal })),
  select: ({ data }) => data,
  staleTime,
});

/** How many tickets each pinned view holds, all in one request. */
const viewCountsQuery = queryOptions({
  // Below the counts of the built-in views, so that they are counted again together.
  queryKey: ['tickets', 'count', 'views'],
  queryFn: ({ signal }) => read(api.GET('/api/v1/views/counts', { signal })),
  staleTime,
});

const layoutsQuery = queryOptions({
  queryKey: ['views', 'layouts'],
  queryFn: ({ signal }) => read(api.GET('/api/v1/views/layouts', { signal })),
  select: ({ data }) => data,
  staleTime: Number.POSITIVE_INFINITY,
});

/** Ask for the columns of all views while their page is still being made. */
export function askForLayouts(queries: QueryClient): void {
  void queries.prefetchQuery(layoutsQuery);
}

/** Saved views for those who work on tickets. */
export function useSavedViews() {
  const works = useMay('ticket:read_internal');
  return useQuery({ ...viewsQuery, enabled: works });
}

/** The pinned views with their counts, for the navigation. */
export function usePinnedViews(): { view: SavedView; count: number | undefined }[] {
  const { data: views = [] } = useSavedViews();
  const pinned = views.filter((view) => view.pinned);
  const { data } = useQuery({ ...viewCountsQuery, enabled: pinned.length > 0 });
  const counts = new Map(data?.data.map(({ id, count }) => [id, count ?? undefined]));
  return pinned.map((view) => ({ view, count: counts.get(view.id) }));
}

/** Save, change and delete views. */
export function useViewWrites() {
  const queries = useQueryClient();
  const onSuccess = async () => {
    void queries.invalidateQueries({ queryKey: ['tickets', 'count', 'views'] });
    await queries.invalidateQueries({ queryKey: viewsQuery.queryKey });
  };
  const save = useMutation({
    mutationFn: ({ view, draft }: { view: SavedView | null; draft: Partial<ViewDraft> }) =>
      read(
        view
          ? api.PATCH('/api/v1/views/{id}', {
              params: { path: { id: view.id } },
              body: { ...draft, version: view.version },
            })
          : api.POST('/api/v1/views', { body: { name: '', ...draft } }),
      ),
    onSuccess,
  });
  const remove = useMutation({
    mutationFn: ({ id }: SavedView) =>
      api.DELETE('/api/v1/views/{id}', { params: { path: { id } } }),
    onSuccess,
  });
  return { save, remove };
}

/** The columns this person set for a view; none means those of the view. */
export function useLayout(key: string) {
  const queries = useQueryClient();
  const works = useMay('ticket:read_internal');
  const { data = [] } = useQuery({ ...layoutsQuery, enabled: works });
  const keep = useMutation({
    mutationFn: (columns: ColumnSetting[]) =>
      read(
        api.PUT('/api/v1/views/layouts/{key}', { params: { path: { key } }, body: { columns } }),
      ),
    onMutate: (columns) =>
      queries.setQueryData(layoutsQuery.queryKey, (now) => ({
        data: [
          ...(now?.data ?? []).filter(({ view_key }) => view_key !== key),
          ...(columns.length > 0 ? [{ view_key: key, columns }] : []),
        ],
      })),
  });
  return { columns: data.find(({ view_key }) => view_key === key)?.columns, keep: keep.mutate };
}
