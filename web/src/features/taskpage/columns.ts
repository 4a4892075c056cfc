/** The columns of the list beside the task itself. */
export const TASK_COLUMNS = ['when', 'card', 'type', 'who', 'repeat', 'created'] as const;
export type TaskColumnName = (typeof TASK_COLUMNS)[number];

const KEY = 'voronka.tasks.columns';
const FIRST: TaskColumnName[] = ['when', 'card', 'who'];

/** The columns as they were left in this browser. */
export function readColumns(): TaskColumnName[] {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? 'null') as unknown;
    if (Array.isArray(kept)) return TASK_COLUMNS.filter((name) => kept.includes(name));
  } catch {
    // What cannot be read is not kept.
  }
  return FIRST;
}

export function writeColumns(columns: readonly TaskColumnName[]): void {
  localStorage.setItem(KEY, JSON.stringify(columns));
}
