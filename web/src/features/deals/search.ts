/** What the address of the deals page holds. */
export interface DealsSearch {
  /** Absent: the one last opened, else the main one. */
  pipeline?: number;
  view?: 'board' | 'list';
  /** A filter tree as JSON. */
  filter?: string;
  /** Order of the board or list. */
  sort?: string;
  /** The saved view the list began with. */
  saved?: number;
  /** What the rows of the list are parted by. */
  group?: string;
  /** The open card: `deal-12`. */
  card?: string;
}

const asText = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

export function dealsSearch(raw: Record<string, unknown>): DealsSearch {
  const out: DealsSearch = {};
  const pipeline = Number(raw.pipeline);
  if (Number.isSafeInteger(pipeline) && pipeline > 0) out.pipeline = pipeline;
  if (raw.view === 'list' || raw.view === 'board') out.view = raw.view;
  const filter = typeof raw.filter === 'object' && raw.filter ? JSON.stringify(raw.filter) : asText(raw.filter);
  if (filter) out.filter = filter;
  const sort = asText(raw.sort);
  if (sort) out.sort = sort;
  const card = asText(raw.card);
  if (card && /^(deal|contact|company)-\d+$/.test(card)) out.card = card;
  const saved = Number(raw.saved);
  if (Number.isSafeInteger(saved) && saved > 0) out.saved = saved;
  const group = asText(raw.group);
  if (group) out.group = group;
  return out;
}

/** What the page shows of a pipeline, as one filter. */
export function inPipeline(pipeline: number, filter: string): string {
  const own = { field: 'pipeline', op: 'eq', value: pipeline };
  return JSON.stringify(filter ? { and: [own, JSON.parse(filter)] } : own);
}

/** Leaves out what is not given, so that the address stays short. */
export function clean(search: Record<string, unknown>): DealsSearch {
  return Object.fromEntries(
    Object.entries(search).filter(([, value]) => value !== undefined && value !== ''),
  ) as DealsSearch;
}
