import {
  infiniteQueryOptions,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query';

import { api, read } from '@/shared/api/client';
import type { components } from '@/shared/api/schema';

type Schemas = components['schemas'];
export type Webhook = Schemas['WebhookRead'];
export type Delivery = Schemas['DeliveryRead'];
export type DeliveryState = Delivery['state'];

/** Which deliveries are shown: all, those that changed something, those that somebody should look at. */
export const SHOWN: Record<'all' | 'changed' | 'flagged', DeliveryState[]> = {
  all: [],
  changed: ['changed'],
  flagged: ['unknown', 'unreadable', 'failed', 'gone'],
};
export type Shown = keyof typeof SHOWN;

const PART = 20;

/** All keys begin like those of the connection, so the live stream refreshes them with it. */
export const webhookQuery = (id: string) =>
  queryOptions({
    queryKey: ['connection', id, 'webhook'],
    queryFn: ({ signal }) =>
      read(api.GET('/api/v1/connections/{id}/webhook', { params: { path: { id } }, signal })),
  });

export const deliveriesQuery = (id: string, shown: Shown) =>
  infiniteQueryOptions({
    queryKey: ['connection', id, 'deliveries', shown],
    queryFn: ({ pageParam, signal }) => {
      const state = SHOWN[shown];
      const query = {
        limit: PART,
        count: true,
        ...(state.length > 0 ? { state } : {}),
        ...(pageParam ? { cursor: pageParam } : {}),
      };
      const params = { path: { id }, query };
      return read(api.GET('/api/v1/connections/{id}/webhook/deliveries', { params, signal }));
    },
    initialPageParam: '',
    getNextPageParam: ({ page }) => page.next,
  });

export const deliveryQuery = (id: string, delivery: string) =>
  queryOptions({
    queryKey: ['connection', id, 'delivery', delivery],
    queryFn: ({ signal }) => {
      const params = { path: { id, delivery_id: delivery } };
      return read(
        api.GET('/api/v1/connections/{id}/webhook/deliveries/{delivery_id}', { params, signal }),
      );
    },
  });

function useRefresh(id: string) {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: ['connection', id] });
}

/** A new secret; the answer is the only time that it is shown. */
export function useNewWebhookSecret(id: string) {
  return useMutation({
    mutationFn: () =>
      read(api.POST('/api/v1/connections/{id}/webhook/secret', { params: { path: { id } } })),
    onSuccess: useRefresh(id),
  });
}

export function useChangeWebhook(id: string) {
  return useMutation({
    mutationFn: (body: Schemas['WebhookPatch']) =>
      read(api.PATCH('/api/v1/connections/{id}/webhook', { params: { path: { id } }, body })),
    onSuccess: useRefresh(id),
  });
}

export function useCloseWebhook(id: string) {
  return useMutation({
    mutationFn: () =>
      read(api.DELETE('/api/v1/connections/{id}/webhook', { params: { path: { id } } })),
    onSuccess: useRefresh(id),
  });
}

/** Read the record of a delivery once more. */
export function useReplay(id: string) {
  return useMutation({
    mutationFn: (delivery: string) => {
      const params = { path: { id, delivery_id: delivery } };
      return read(
        api.POST('/api/v1/connections/{id}/webhook/deliveries/{delivery_id}/replay', { params }),
      );
    },
    onSuccess: useRefresh(id),
  });
}
