/** A record opened on this device. */
export interface Recent {
  id: string;
  label: string;
  hint?: string;
  href: string;
}

const RECENT = 'voronka.recent';

/** The last ten records opened on this device, newest first. */
export function recentRecords(): Recent[] {
  try {
    return JSON.parse(localStorage.getItem(RECENT) ?? '[]') as Recent[];
  } catch {
    return [];
  }
}

/** A card calls this when it opens. */
export function rememberRecord(record: Recent): void {
  try {
    const rest = recentRecords().filter((r) => r.id !== record.id);
    localStorage.setItem(RECENT, JSON.stringify([record, ...rest].slice(0, 10)));
  } catch {
    // Without storage the palette simply has no recent records.
  }
}
