/** What the address of the tasks page holds. */
export interface TasksSearch {
  view?: 'list' | 'calendar';
  /** Whose tasks: `all`, or ids of people with commas between; without it one's own. */
  who?: string;
  type?: number;
  kind?: 'deal' | 'contact' | 'company';
  /** The list of completed ones. */
  done?: true;
  sort?: string;
  /** How much of the calendar is seen, a week without it, and a day in it. */
  span?: 'day' | 'month';
  day?: string;
}

export function tasksSearch(raw: Record<string, unknown>): TasksSearch {
  const found: Record<string, unknown> = {};
  const keep = (name: string, fits: RegExp, as: (v: string) => unknown = String) => {
    const value = String(raw[name] ?? '');
    if (fits.test(value)) found[name] = as(value);
  };
  keep('view', /^(list|calendar)$/);
  keep('who', /^(all|\d{1,15}(,\d{1,15}){0,19})$/);
  keep('type', /^\d{1,15}$/, Number);
  keep('kind', /^(deal|contact|company)$/);
  keep('done', /^true$/, Boolean);
  keep('sort', /^(-id|-updated_at)$/);
  keep('span', /^(day|month)$/);
  keep('day', /^20\d\d-[01]\d-[0-3]\d$/);
  return found;
}
