/** What the address of the page holds. */
export interface EventsSearch {
  who?: number;
  kind?: 'deal' | 'contact' | 'company';
  /** What happened: verbs with commas between. */
  what?: string;
  from?: string;
  to?: string;
}

export function eventsSearch(raw: Record<string, unknown>): EventsSearch {
  const out: EventsSearch = {};
  const who = Number(raw.who);
  if (Number.isSafeInteger(who) && who > 0) out.who = who;
  if (raw.kind === 'deal' || raw.kind === 'contact' || raw.kind === 'company') out.kind = raw.kind;
  if (typeof raw.what === 'string' && /^[a-z_]{3,40}(,[a-z_]{3,40}){0,30}$/.test(raw.what)) out.what = raw.what;
  for (const key of ['from', 'to'] as const) {
    const day = raw[key];
    if (typeof day === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(day)) out[key] = day;
  }
  return out;
}
