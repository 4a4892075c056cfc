/** What the address of the page holds. */
export interface EventsSearch {
  who?: number;
  kind?: 'deal' | 'contact' | 'company';
  from?: string;
  to?: string;
}

export function eventsSearch(raw: Record<string, unknown>): EventsSearch {
  const out: EventsSearch = {};
  const who = Number(raw.who);
  if (Number.isSafeInteger(who) && who > 0) out.who = who;
  if (raw.kind === 'deal' || raw.kind === 'contact' || raw.kind === 'company') out.kind = raw.kind;
  for (const key of ['from', 'to'] as const) {
    const day = raw[key];
    if (typeof day === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(day)) out[key] = day;
  }
  return out;
}
