import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { components } from '@/api/schema';
import { api, call } from '@/lib/api';
import { staleOn } from '@/lib/live';

type Schemas = components['schemas'];
export type Webhook = Schemas['WebhookView'];
export type Delivery = Schemas['DeliveryView'];

const at = (id: number) => ({ params: { path: { id } } });

export const webhooks = queryOptions({
  queryKey: ['webhooks', 'list'],
  queryFn: async () => (await call(api.GET('/api/v1/webhooks'))).items,
});
export const kinds = queryOptions({
  queryKey: ['webhooks', 'kinds'],
  queryFn: async () => (await call(api.GET('/api/v1/webhooks/kinds'))).items,
  staleTime: Number.POSITIVE_INFINITY,
});
export const deliveries = (id: number, state: Delivery['state'] | 'all') =>
  infiniteQueryOptions({
    queryKey: ['webhooks', 'deliveries', id, state],
    queryFn: ({ pageParam }) =>
      call(
        api.GET('/api/v1/webhooks/{id}/deliveries', {
          params: {
            path: { id },
            query: { limit: 30, ...(state === 'all' ? {} : { state }), ...(pageParam ? { after: pageParam } : {}) },
          },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.next || undefined,
    // While something is on its way the log is looked at again.
    refetchInterval: (query) => (query.state.data?.pages[0]?.items.some((d) => d.state === 'waiting') ? 2500 : false),
  });

staleOn('webhook.', () => [webhooks.queryKey]);

export const createWebhook = (body: Schemas['WebhookBody']) => call(api.POST('/api/v1/webhooks', { body }));
export const updateWebhook = (id: number, body: Schemas['WebhookPatch']) =>
  call(api.PATCH('/api/v1/webhooks/{id}', { ...at(id), body }));
export const deleteWebhook = (id: number) => call(api.DELETE('/api/v1/webhooks/{id}', at(id)));
export const rotateSecret = async (id: number) => (await call(api.POST('/api/v1/webhooks/{id}/secret', at(id)))).secret;
export const testWebhook = (id: number) => call(api.POST('/api/v1/webhooks/{id}/test', at(id)));
export const replay = (id: number) => call(api.POST('/api/v1/webhook-deliveries/{id}/replay', at(id)));
