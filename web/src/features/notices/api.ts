import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { components } from '@/api/schema';
import { api, call } from '@/lib/api';
import { staleOn } from '@/lib/live';

type Schemas = components['schemas'];
export type Notice = Schemas['NoticeView'];
export type NoticeSettings = Schemas['NoticeSettings'];
export type NoticePatch = Schemas['NoticePatch'];
export type Smtp = Schemas['SMTPView'];
export type SmtpDraft = Schemas['SMTPBody'];
export type Tab = 'all' | 'mentions' | 'tasks' | 'system';

const at = (id: number) => ({ params: { path: { id } } });

export const unread = queryOptions({
  queryKey: ['notices', 'count'],
  queryFn: async () => (await call(api.GET('/api/v1/notices/count'))).unread,
});

export const notices = (tab: Tab) =>
  infiniteQueryOptions({
    queryKey: ['notices', 'list', tab],
    queryFn: ({ pageParam }) =>
      call(
        api.GET('/api/v1/notices', {
          params: { query: { tab, limit: 50, ...(pageParam ? { after: pageParam } : {}) } },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.next || undefined,
  });

export const noticeSettings = queryOptions({
  queryKey: ['notice-settings'],
  queryFn: () => call(api.GET('/api/v1/me/notice-settings')),
});

export const smtp = queryOptions({
  queryKey: ['smtp'],
  queryFn: () => call(api.GET('/api/v1/settings/smtp')),
});

staleOn('notice.', () => [['notices']]);
staleOn('smtp.', () => [smtp.queryKey, noticeSettings.queryKey]);

export const readNotice = (id: number) => call(api.POST('/api/v1/notices/{id}/read', at(id)));
export const finishNotice = (id: number) => call(api.POST('/api/v1/notices/{id}/done', at(id)));
export const readAll = (tab: Tab, upTo: number) =>
  call(api.POST('/api/v1/notices/read', { body: { tab, up_to: upTo } }));
export const saveSettings = (body: NoticePatch) => call(api.PATCH('/api/v1/me/notice-settings', { body }));
export const keepBrowser = (body: Schemas['PushSubscriptionBody']) =>
  call(api.POST('/api/v1/push-subscriptions', { body }));
export const browsers = async () => (await call(api.GET('/api/v1/push-subscriptions'))).items;
export const forgetBrowser = (id: number) => call(api.DELETE('/api/v1/push-subscriptions/{id}', at(id)));
export const saveSmtp = (body: SmtpDraft) => call(api.PUT('/api/v1/settings/smtp', { body }));
export const deleteSmtp = () => call(api.DELETE('/api/v1/settings/smtp'));
export const testSmtp = async () => (await call(api.POST('/api/v1/settings/smtp/test'))).email;
