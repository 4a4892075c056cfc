const STORE = 'voronka.deals';

/** Where a person last was among deals, kept on this device. */
export interface Place {
  pipeline?: number;
  view?: 'board' | 'list';
  sort?: string;
}

export function lastPlace(): Place {
  try {
    return JSON.parse(localStorage.getItem(STORE) ?? '{}');
  } catch {
    return {};
  }
}

export function rememberPlace(place: Place): void {
  try {
    localStorage.setItem(STORE, JSON.stringify(place));
  } catch {
    // Not kept on this device; the main pipeline opens next time.
  }
}
