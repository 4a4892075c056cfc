/** What the address of the tasks page holds. */
export interface TasksSearch {
  view?: 'list';
  /** Everybody's tasks; without it one's own. */
  who?: 'all';
  /** The list of completed ones. */
  done?: true;
}

export function tasksSearch(raw: Record<string, unknown>): TasksSearch {
  return {
    ...(raw.view === 'list' ? { view: 'list' as const } : {}),
    ...(raw.who === 'all' ? { who: 'all' as const } : {}),
    ...(raw.done === true || raw.done === 'true' ? { done: true as const } : {}),
  };
}
