import { infiniteQueryOptions, queryOptions, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { components } from '@/api/schema';
import { api, call } from '@/lib/api';
import { staleOn } from '@/lib/live';
import { attempt } from '@/ui/attempt';

type Schemas = components['schemas'];
export type Rule = Schemas['RuleView'];
export type Run = Schemas['RunView'];
export type ActionKind = Schemas['ActionView'];
export type Param = Schemas['Param'];
export type Moment = Rule['moment'];
export type Catalogue = Schemas['ActionsView'];

const at = (id: number) => ({ params: { path: { id } } });

export const rules = queryOptions({
  queryKey: ['rules', 'list'],
  queryFn: async () => (await call(api.GET('/api/v1/rules'))).items,
});
export const catalogue = queryOptions({
  queryKey: ['rules', 'actions'],
  queryFn: () => call(api.GET('/api/v1/rules/actions')),
  staleTime: Number.POSITIVE_INFINITY,
});
/** The addresses a rule may send to: their names only. */
export const webhooks = queryOptions({
  queryKey: ['webhooks', 'list'],
  queryFn: async () => (await call(api.GET('/api/v1/webhooks'))).items,
});
export const runsOf = (rule: number | null) =>
  infiniteQueryOptions({
    queryKey: ['rules', 'runs', rule],
    queryFn: ({ pageParam }) => {
      const query = { limit: 30, ...(pageParam ? { after: pageParam } : {}) };
      return rule
        ? call(api.GET('/api/v1/rules/{id}/runs', { params: { path: { id: rule }, query } }))
        : call(api.GET('/api/v1/rule-runs', { params: { query } }));
    },
    initialPageParam: '',
    getNextPageParam: (last) => last.next || undefined,
  });

staleOn('trigger.', () => [rules.queryKey]);

export const createRule = (body: Schemas['RuleBody']) => call(api.POST('/api/v1/rules', { body }));
export const updateRule = (id: number, body: Schemas['RulePatch']) =>
  call(api.PATCH('/api/v1/rules/{id}', { ...at(id), body }));
export const deleteRule = (id: number) => call(api.DELETE('/api/v1/rules/{id}', at(id)));
export const retryRun = (id: number) => call(api.POST('/api/v1/rule-runs/{id}/retry', at(id)));

/** Switches a rule on or off at once. */
export function useSwitch(): (rule: Rule, on: boolean) => Promise<boolean> {
  const queries = useQueryClient();
  return useCallback(
    async (rule, on) => {
      const show = (value: boolean) =>
        queries.setQueryData(rules.queryKey, (all) => all?.map((r) => (r.id === rule.id ? { ...r, is_on: value } : r)));
      show(on);
      const ok = await attempt(updateRule(rule.id, { is_on: on }));
      if (!ok) show(!on);
      return ok;
    },
    [queries],
  );
}
