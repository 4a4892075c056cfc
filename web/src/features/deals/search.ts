/** What the address of the deals page holds. */
export interface DealsSearch {
  /** Absent: the one last opened, else the main one. */
  pipeline?: number;
  view?: 'board' | 'list';
  /** A filter tree as JSON. */
  filter?: string;
  /** Order of the board or list. */
  sort?: string;
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
  return out;
}
