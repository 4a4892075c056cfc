import type { components } from '@/api/schema';
import { daysFromToday } from '@/lib/format';
import type { RingState } from '@/ui/Ring';

export type Board = components['schemas']['BoardView'];
export type Column = components['schemas']['BoardColumn'];
export type BoardCard = components['schemas']['BoardCard'];

export const BOARD_SORTS = ['-updated_at', 'next_task', '-created_at', '-price', 'name'] as const;
export type BoardSort = (typeof BOARD_SORTS)[number];

/** The task circle of a card: orange without a task, red overdue, green today, none when the next task is later. */
export function circleOf(nextTaskAt: number | null, now = Date.now() / 1000): RingState {
  if (nextTaskAt === null) return 'orange';
  if (nextTaskAt < now) return 'red';
  return daysFromToday(nextTaskAt) === 0 ? 'green' : 'none';
}

/** Whole days a deal has stood in its stage. */
export function daysInStage(card: Pick<BoardCard, 'status_changed_at'>, now = Date.now() / 1000): number {
  return Math.max(0, Math.floor((now - card.status_changed_at) / 86_400));
}

const VALUE: Record<string, (card: BoardCard) => number | string> = {
  updated_at: (c) => c.updated_at,
  created_at: (c) => c.created_at,
  price: (c) => c.price,
  name: (c) => c.name.toLocaleLowerCase().replace(/ё/g, 'е'),
  next_task: (c) => c.next_task_at ?? Number.MAX_SAFE_INTEGER,
};

/** The order of a column, as the server makes it; equal cards stand by id, the newest first when descending. */
export function compareCards(sort: string): (a: BoardCard, b: BoardCard) => number {
  const down = sort.startsWith('-');
  const value = VALUE[down ? sort.slice(1) : sort] ?? VALUE.updated_at;
  return (a, b) => {
    const x = value?.(a) ?? 0;
    const y = value?.(b) ?? 0;
    const order = x < y ? -1 : x > y ? 1 : a.id - b.id;
    return down ? -order : order;
  };
}

/** Puts a card where it belongs. Behind the last loaded one, when more are on the server, it is left out: they hold it. */
function place(column: Column, card: BoardCard, sort: string): Column {
  const compare = compareCards(sort);
  const items = column.items.filter((c) => c.id !== card.id);
  const at = items.findIndex((c) => compare(card, c) < 0);
  if (at < 0 && column.next !== '') return { ...column, items };
  items.splice(at < 0 ? items.length : at, 0, card);
  return { ...column, items };
}

const withoutCard = (column: Column, id: number): Column =>
  column.items.some((c) => c.id === id) ? { ...column, items: column.items.filter((c) => c.id !== id) } : column;

/** Moves cards to a stage before the server has answered: counts and sums change with them. */
export function moveCards(
  board: Board,
  ids: readonly number[],
  to: number,
  sort: string,
  now = Date.now() / 1000,
): Board {
  let columns = board.columns;
  let left = 0;
  let leftSum = 0;
  for (const id of ids) {
    const from = columns.find((c) => c.items.some((card) => card.id === id));
    const card = from?.items.find((c) => c.id === id);
    if (!from || !card || from.status_id === to) continue;
    const moved = { ...card, status_id: to, status_changed_at: Math.floor(now), updated_at: Math.floor(now) };
    let landed = false;
    columns = columns.map((column) => {
      if (column === from) return { ...withoutCard(column, id), count: column.count - 1, sum: column.sum - card.price };
      if (column.status_id !== to) return column;
      landed = true;
      return place({ ...column, count: column.count + 1, sum: column.sum + card.price }, moved, sort);
    });
    if (!landed) {
      left += 1;
      leftSum += card.price;
    }
  }
  return { ...board, columns, count: board.count - left, sum: board.sum - leftSum };
}

/** Gives cards to a person before the server has answered. */
export function giveCards(board: Board, to: ReadonlyMap<number, number>): Board {
  const columns = board.columns.map((column) =>
    column.items.some((c) => to.has(c.id))
      ? {
          ...column,
          items: column.items.map((c) => ({ ...c, responsible_id: to.get(c.id) ?? c.responsible_id })),
        }
      : column,
  );
  return { ...board, columns };
}

/** Takes cards off the board before the server has answered: counts and sums go with them. */
export function dropCards(board: Board, ids: readonly number[]): Board {
  const gone = new Set(ids);
  let count = 0;
  let sum = 0;
  const columns = board.columns.map((column) => {
    const left = column.items.filter((c) => gone.has(c.id));
    if (left.length === 0) return column;
    const price = left.reduce((all, c) => all + c.price, 0);
    count += left.length;
    sum += price;
    return {
      ...column,
      items: column.items.filter((c) => !gone.has(c.id)),
      count: column.count - left.length,
      sum: column.sum - price,
    };
  });
  return { ...board, columns, count: board.count - count, sum: board.sum - sum };
}

/** Takes in cards as the server has them now. Those it did not return are gone or no longer ours to see. */
export function refreshCards(board: Board, asked: readonly number[], found: readonly BoardCard[], sort: string): Board {
  const byId = new Map(found.map((c) => [c.id, c]));
  const columns = board.columns.map((column) => {
    let next = column;
    for (const id of asked) {
      const card = byId.get(id);
      if (card && card.status_id === column.status_id) next = place(next, card, sort);
      else next = withoutCard(next, id);
    }
    return next;
  });
  return { ...board, columns };
}

/** Takes in counts and sums, which come apart from cards. */
export function refreshCounts(board: Board, counts: Board): Board {
  const byStatus = new Map(counts.columns.map((c) => [c.status_id, c]));
  return {
    ...board,
    count: counts.count,
    sum: counts.sum,
    stale: counts.stale,
    columns: board.columns.map((column) => {
      const now = byStatus.get(column.status_id);
      return now ? { ...column, count: now.count, sum: now.sum, stale: now.stale } : column;
    }),
  };
}

/** Adds the next part of a column. Cards that live updates brought already are not doubled. */
export function appendCards(board: Board, status: number, items: readonly BoardCard[], next: string): Board {
  return {
    ...board,
    columns: board.columns.map((column) => {
      if (column.status_id !== status) return column;
      const known = new Set(column.items.map((c) => c.id));
      return { ...column, items: [...column.items, ...items.filter((c) => !known.has(c.id))], next };
    }),
  };
}

/** Where a card stands: column and row. */
export function findCard(board: Board, id: number): { column: number; row: number } | null {
  for (const [column, c] of board.columns.entries()) {
    const row = c.items.findIndex((card) => card.id === id);
    if (row >= 0) return { column, row };
  }
  return null;
}

/** The neighbour of a card in a direction; sideways it keeps the row as far as the column is long. */
export function neighbour(board: Board, id: number | null, dx: number, dy: number): BoardCard | null {
  const at = id === null ? null : findCard(board, id);
  if (!at) return board.columns.find((c) => c.items.length > 0)?.items[0] ?? null;
  if (dy !== 0) return board.columns[at.column]?.items[at.row + dy] ?? null;
  for (let x = at.column + dx; x >= 0 && x < board.columns.length; x += dx) {
    const items = board.columns[x]?.items ?? [];
    if (items.length > 0) return items[Math.min(at.row, items.length - 1)] ?? null;
  }
  return null;
}
