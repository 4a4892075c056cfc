import { queryOptions, useSuspenseQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { components } from '@/api/schema';
import { api, call } from './api';
import { staleOn } from './live';

type Schemas = components['schemas'];
export type Bootstrap = Schemas['Bootstrap'];
export type Pipeline = Schemas['Pipeline'];
export type Status = Schemas['Status'];
export type Field = Schemas['FieldView'];
export type FieldGroup = Schemas['FieldGroupView'];
export type TaskType = Schemas['Type'];
export type Tag = Schemas['Tag'];
export type Person = Schemas['UserShort'];
export type CardKind = 'deal' | 'contact' | 'company';

/** Everything the client needs once: who I am, people, pipelines, fields. Fetched before the frame is drawn. */
export const bootstrap = queryOptions({
  queryKey: ['bootstrap'],
  queryFn: () => call(api.GET('/api/v1/bootstrap')),
  staleTime: Number.POSITIVE_INFINITY,
});

for (const prefix of [
  'pipeline.',
  'status.',
  'loss_reason.',
  'field.',
  'field_group.',
  'task_type.',
  'user.',
  'role.',
  'group.',
  'account.',
])
  staleOn(prefix, () => [bootstrap.queryKey]);

function useBoot(): Bootstrap {
  return useSuspenseQuery(bootstrap).data;
}

export const useAccount = () => useBoot().me.account;
export const useMe = () => useBoot().me.user;
export const usePipelines = (): readonly Pipeline[] => useBoot().pipelines;
export const useLossReasons = () => useBoot().loss_reasons;
export const useTaskTypes = (): readonly TaskType[] => useBoot().task_types;
export const useTags = (kind: CardKind): readonly Tag[] => useBoot().tags[kind] ?? [];
export const useGroups = () => useBoot().groups;

/** The fields and groups of a kind of card, in order. */
export function useFields(kind: CardKind): { fields: readonly Field[]; groups: readonly FieldGroup[] } {
  const set = useBoot().fields[kind];
  return useMemo(() => ({ fields: set?.fields ?? [], groups: set?.groups ?? [] }), [set]);
}

/** Everybody who is or was in the account. */
export const usePeople = (): readonly Person[] => useBoot().users;

/** People by id, for names in lists. */
export function usePeopleById(): ReadonlyMap<number, Person> {
  const people = usePeople();
  return useMemo(() => new Map(people.map((p) => [p.id, p])), [people]);
}

/** Statuses of all pipelines by id. */
export function useStatusesById(): ReadonlyMap<number, Status> {
  const pipelines = usePipelines();
  return useMemo(() => new Map(pipelines.flatMap((p) => p.statuses.map((s) => [s.id, s] as const))), [pipelines]);
}
