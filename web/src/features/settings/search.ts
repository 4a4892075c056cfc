import type { CardKind } from '@/lib/bootstrap';

/** What the address of a settings page holds besides its section. */
export interface SettingsSearch {
  /** The kind of card whose fields or rules are shown. */
  kind?: CardKind;
  /** The pipeline, role, rule or webhook that is open. */
  id?: number;
  /** The setting a search led to; it gets the focus. */
  at?: string;
}

export function settingsSearch(raw: Record<string, unknown>): SettingsSearch {
  const out: SettingsSearch = {};
  if (raw.kind === 'deal' || raw.kind === 'contact' || raw.kind === 'company') out.kind = raw.kind;
  const id = Number(raw.id);
  if (Number.isSafeInteger(id) && id > 0) out.id = id;
  if (typeof raw.at === 'string' && /^[\w-]{1,40}$/.test(raw.at)) out.at = raw.at;
  return out;
}
