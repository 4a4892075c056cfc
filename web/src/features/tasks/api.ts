import { infiniteQueryOptions, queryOptions, useQueryClient } from '@tanstack/react-query';
import type { components } from '@/api/schema';
import { api, call } from '@/lib/api';
import type { CardKind } from '@/lib/bootstrap';
import { type LiveEvent, staleOn } from '@/lib/live';
import { addDays, today, toUnix } from '@/lib/zone';
import { type Bucket, mapTasks, type Task, type TaskBody, weekEnd } from './model';

export type TaskPatch = Omit<components['schemas']['TaskPatch'], 'entity'>;

const touched = (e: LiveEvent) => (e.name.includes('.task_') || /deleted|restored/.test(e.name) ? [['tasks']] : []);
for (const prefix of ['deal.', 'contact.', 'company.', 'task.']) staleOn(prefix, touched);

/** Which tasks a list holds; `who` 0 is everybody's. */
export interface TaskFilter {
  bucket?: Bucket | 'done' | undefined;
  open?: boolean | undefined;
  who: number;
}

interface Page {
  items: Task[];
  next: string;
}

/** "Later" begins when the week is over: the server counts this week's into it. */
function laterFrom(): number {
  const monday = addDays(weekEnd(today()), 1);
  const after = addDays(today(), 2);
  return toUnix({ day: monday > after ? monday : after, time: '00:00' });
}

function query({ bucket, open, who }: TaskFilter) {
  const whose = who ? { responsible_id: [who] } : {};
  if (bucket === 'later') return { ...whose, open: true, due_from: laterFrom() };
  return { ...whose, ...(bucket ? { bucket } : {}), ...(open ? { open } : {}) };
}

export const taskPages = (filter: TaskFilter) =>
  infiniteQueryOptions({
    queryKey: ['tasks', 'list', filter],
    initialPageParam: '',
    queryFn: async ({ pageParam, signal }) => {
      const params = { ...query(filter), limit: 50, ...(pageParam ? { after: pageParam } : {}) };
      return (await call(api.GET('/api/v1/tasks', { params: { query: params }, signal }))) as Page;
    },
    getNextPageParam: (last) => last.next || undefined,
  });

/** How many open tasks each column has. */
export const taskCounts = (who: number) =>
  queryOptions({
    queryKey: ['tasks', 'counts', who],
    queryFn: async ({ signal }) => {
      const params = who ? { responsible_id: who } : {};
      const n = await call(api.GET('/api/v1/tasks/counts', { params: { query: params }, signal }));
      return { ...n, later: n.later - n.week };
    },
  });

/** The open tasks of a card, the most urgent first. */
export const openTasksOf = (kind: CardKind, id: number) =>
  queryOptions({
    queryKey: ['tasks', 'of', kind, id],
    queryFn: async ({ signal }) => {
      const params = { kind, entity_id: id, open: true, limit: 50 };
      return (await call(api.GET('/api/v1/tasks', { params: { query: params }, signal }))).items as Task[];
    },
  });

/** Deals by what is typed, for the card a task is about. */
export async function findDeals(typed: string, signal: AbortSignal) {
  const filter = typed ? { filter: JSON.stringify({ field: 'query', op: 'contains', value: typed }) } : {};
  const params = { ...filter, sort: '-updated_at', limit: 8 };
  return (await call(api.GET('/api/v1/deals', { params: { query: params }, signal }))).items;
}

const at = (id: number) => ({ params: { path: { id } } });

/** The verbs of tasks. Each shows its outcome at once, and throws what the server refused after taking it back. */
export function useTaskVerbs() {
  const queries = useQueryClient();
  const settle = () => {
    queries.invalidateQueries({ queryKey: ['tasks'] });
    for (const key of ['feed', 'deal', 'contact', 'company', 'deals']) queries.invalidateQueries({ queryKey: [key] });
  };
  async function act<T>(change: ((task: Task) => Task | null) | null, send: () => Promise<T>): Promise<T> {
    await queries.cancelQueries({ queryKey: ['tasks'] });
    const before = queries.getQueriesData({ queryKey: ['tasks'] });
    if (change) for (const [key, data] of before) queries.setQueryData(key, mapTasks(data, change));
    try {
      return await send();
    } catch (error) {
      for (const [key, data] of before) queries.setQueryData(key, data);
      throw error;
    } finally {
      settle();
    }
  }
  const one = (id: number, change: (task: Task) => Task | null) => (task: Task) =>
    task.id === id ? change(task) : task;
  return {
    create: (body: TaskBody) => act(null, () => call(api.POST('/api/v1/tasks', { body }))),
    update: (id: number, patch: TaskPatch) =>
      act(
        one(id, (task) => ({ ...task, ...(patch as Partial<Task>) })),
        () => call(api.PATCH('/api/v1/tasks/{id}', { ...at(id), body: patch })),
      ),
    complete: (id: number, result: string) =>
      act(
        one(id, () => null),
        () => call(api.POST('/api/v1/tasks/{id}/complete', { ...at(id), body: { result } })),
      ),
    reopen: (id: number) =>
      act(
        one(id, () => null),
        () => call(api.POST('/api/v1/tasks/{id}/reopen', at(id))),
      ),
    remove: (id: number) =>
      act(
        one(id, () => null),
        () => call(api.DELETE('/api/v1/tasks/{id}', at(id))),
      ),
  };
}
