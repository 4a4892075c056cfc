/** What the address of a list of contacts or companies holds. */
export interface ListSearch {
  filter?: string;
  sort?: string;
  /** The saved view the list began with. */
  saved?: number;
  /** What the rows are parted by. */
  group?: string;
  /** The open card: `contact-12`. */
  card?: string;
}

export function listSearch(raw: Record<string, unknown>): ListSearch {
  const out: ListSearch = {};
  if (typeof raw.filter === 'object' && raw.filter) out.filter = JSON.stringify(raw.filter);
  else if (typeof raw.filter === 'string' && raw.filter) out.filter = raw.filter;
  if (typeof raw.sort === 'string' && raw.sort) out.sort = raw.sort;
  if (typeof raw.card === 'string' && /^(deal|contact|company)-\d+$/.test(raw.card)) out.card = raw.card;
  const saved = Number(raw.saved);
  if (Number.isSafeInteger(saved) && saved > 0) out.saved = saved;
  if (typeof raw.group === 'string' && raw.group) out.group = raw.group;
  return out;
}
