import { queryOptions, useQueryClient } from '@tanstack/react-query';
import { api, call } from '@/lib/api';
import { setLang } from '@/lib/i18n';
import { type Me, sessionOf, setSession } from '@/lib/session';
import type { Draft } from './model';

export const setupNeeded = queryOptions({
  queryKey: ['setup'],
  queryFn: async () => (await call(api.GET('/api/v1/setup'))).needed,
  staleTime: Number.POSITIVE_INFINITY,
});

export const invitation = (word: string) =>
  queryOptions({
    queryKey: ['invitation', word],
    queryFn: () => call(api.GET('/api/v1/invitations/{word}', { params: { path: { word } } })),
    retry: false,
  });

/** Makes the answer of a sign-in the session of this tab: rights, language, and what the frame shows. */
export function useEnter(): (who: Me) => void {
  const queries = useQueryClient();
  return (who) => {
    queries.clear();
    setLang(who.user.language);
    setSession(sessionOf(who));
  };
}

export const signIn = (email: string, password: string, account?: string) =>
  call(api.POST('/api/v1/session', { body: { email, password, ...(account ? { account } : {}) } }));

export const acceptInvitation = (word: string, password: string) =>
  call(api.POST('/api/v1/invitations/{word}/accept', { params: { path: { word } }, body: { password } }));

export const resetReady = queryOptions({
  queryKey: ['reset-ready'],
  queryFn: async () => (await call(api.GET('/api/v1/password-reset'))).available,
});
export const askReset = (email: string) => call(api.POST('/api/v1/password-reset', { body: { email } }));
export const resetWord = (word: string) =>
  queryOptions({
    queryKey: ['reset', word],
    queryFn: () => call(api.GET('/api/v1/password-reset/{word}', { params: { path: { word } } })),
    retry: false,
  });
export const resetPassword = (word: string, password: string) =>
  call(api.POST('/api/v1/password-reset/{word}', { params: { path: { word } }, body: { password } }));

export const setUp = (d: Draft) =>
  call(
    api.POST('/api/v1/setup', {
      body: {
        language: d.language,
        company: d.company.trim(),
        currency: d.currency,
        time_zone: d.timeZone,
        name: d.name.trim(),
        email: d.email.trim(),
        password: d.password,
        demo: d.demo,
        pipeline: {
          template: 'custom',
          name: d.pipelineName.trim(),
          statuses: d.stages.map((s) => s.trim()).filter(Boolean),
        },
      },
    }),
  );
