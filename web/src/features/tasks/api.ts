import { infiniteQueryOptions, keepPreviousData, queryOptions, useQueryClient } from '@tanstack/react-query';
import type { components } from '@/api/schema';
import { api, call } from '@/lib/api';
import type { CardKind } from '@/lib/bootstrap';
import { type LiveEvent, staleOn } from '@/lib/live';
import { addDays, today, toUnix } from '@/lib/zone';
import { type Bucket, mapTasks, type Task, type TaskBody, weekEnd } from './model';

export type TaskPatch = Omit<components['schemas']['TaskPatch'], 'entity'>;

export type Step = components['schemas']['TaskStep'];

/** The task as it will be, before the server says so. */
function patched(task: Task, patch: TaskPatch): Task {
  const { recurrence, checklist, following: _, version: __, ...plain } = patch;
  return {
    ...task,
    ...plain,
    ...(recurrence ? { recurrence: recurrence.freq === 'never' ? undefined : recurrence } : {}),
    ...(checklist ? { checklist: checklist.map((p, i) => ({ is_done: false, ...p, id: p.id ?? -i - 1 })) } : {}),
  };
}

const touched = (e: LiveEvent) => (e.name.includes('.task_') || /deleted|restored/.test(e.name) ? [['tasks']] : []);
for (const prefix of ['deal.', 'contact.', 'company.', 'task.']) staleOn(prefix, touched);

/** Which tasks a view holds. What is empty does not narrow. */
export interface TaskFilter {
  /** They have the task to do or take part in it. */
  people: readonly number[];
  type?: number | undefined;
  kind?: CardKind | undefined;
}

/** Which of them a list holds, and in which order. */
export interface TaskList extends TaskFilter {
  bucket?: Bucket | 'done' | 'done_today' | undefined;
  open?: boolean | undefined;
  sort?: string | undefined;
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

/** Ids of a list go with commas between. */
const lists = { querySerializer: { array: { style: 'form', explode: false } } } as const;

const narrow = ({ people, type, kind }: TaskFilter) => ({
  ...(people.length ? { person_id: [...people] } : {}),
  ...(type ? { type_id: [type] } : {}),
  ...(kind ? { kind } : {}),
});

function query({ bucket, open, sort, ...filter }: TaskList) {
  const which = { ...narrow(filter), ...(sort ? { sort } : {}) };
  if (bucket === 'later') return { ...which, open: true, due_from: laterFrom() };
  return { ...which, ...(bucket ? { bucket } : {}), ...(open ? { open } : {}) };
}

export const taskPages = (filter: TaskList) =>
  infiniteQueryOptions({
    queryKey: ['tasks', 'list', filter],
    initialPageParam: '',
    queryFn: async ({ pageParam, signal }) => {
      const params = { ...query(filter), limit: 50, ...(pageParam ? { after: pageParam } : {}) };
      return (await call(api.GET('/api/v1/tasks', { ...lists, params: { query: params }, signal }))) as Page;
    },
    getNextPageParam: (last) => last.next || undefined,
  });

/** How many tasks each column has. */
export const taskCounts = (filter: TaskFilter) =>
  queryOptions({
    queryKey: ['tasks', 'counts', filter],
    queryFn: async ({ signal }) => {
      const n = await call(api.GET('/api/v1/tasks/counts', { ...lists, params: { query: narrow(filter) }, signal }));
      return { ...n, later: n.later - n.week };
    },
  });

/** Every task of a stretch of time in one answer, and the days repeating ones come back on. */
export const taskCalendar = (from: number, to: number, filter: TaskFilter) =>
  queryOptions({
    queryKey: ['tasks', 'calendar', from, to, filter],
    queryFn: async ({ signal }) => {
      const params = { from, to, ...narrow(filter) };
      const got = await call(api.GET('/api/v1/tasks/calendar', { ...lists, params: { query: params }, signal }));
      return got as Omit<typeof got, 'items' | 'repeating'> & { items: Task[]; repeating: Task[] };
    },
    placeholderData: keepPreviousData,
  });

/** The open tasks of a card, the most urgent first. */
export const openTasksOf = (kind: CardKind, id: number) =>
  queryOptions({
    queryKey: ['tasks', 'of', kind, id],
    gcTime: 30_000,
    queryFn: async ({ signal }) => {
      const params = { kind, entity_id: id, open: true, limit: 50 };
      return (await call(api.GET('/api/v1/tasks', { ...lists, params: { query: params }, signal }))).items as Task[];
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
        one(id, (task) => patched(task, patch)),
        () => call(api.PATCH('/api/v1/tasks/{id}', { ...at(id), body: patch })),
      ),
    complete: (id: number, result: string) =>
      act(
        one(id, () => null),
        () => call(api.POST('/api/v1/tasks/{id}/complete', { ...at(id), body: { result } })),
      ),
    tick: (id: number, point: number, is_done: boolean) =>
      act(
        one(id, (task) => ({
          ...task,
          checklist: task.checklist.map((p) => (p.id === point ? { ...p, is_done } : p)),
        })),
        () =>
          call(
            api.PUT('/api/v1/tasks/{id}/checklist/{point_id}', {
              params: { path: { id, point_id: point } },
              body: { is_done },
            }),
          ),
      ),
    skip: (id: number) => act(null, () => call(api.POST('/api/v1/tasks/{id}/skip', at(id)))),
    /** Puts off or reassigns many at once. */
    change: (steps: Step[]) => {
      const byId = new Map(steps.map((step) => [step.id, step]));
      return act(
        (task) => {
          const { id: _, ...step } = byId.get(task.id) ?? { id: 0 };
          return { ...task, ...step };
        },
        () => call(api.POST('/api/v1/tasks/change', { body: { steps } })),
      );
    },
    completeMany: (ids: number[], result: string) =>
      act(
        (task) => (ids.includes(task.id) ? null : task),
        () => call(api.POST('/api/v1/tasks/complete', { body: { ids, result } })),
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
