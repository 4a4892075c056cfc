import { useSyncExternalStore } from 'react';

export type Theme = 'system' | 'light' | 'dark';
export type Density = 'compact' | 'comfortable';

const THEME = 'voronka.theme';
const DENSITY = 'voronka.density';
const listeners = new Set<() => void>();

function read<T extends string>(key: string, allowed: readonly T[], otherwise: T): T {
  try {
    const kept = localStorage.getItem(key) as T | null;
    return kept && allowed.includes(kept) ? kept : otherwise;
  } catch {
    return otherwise;
  }
}

let theme = read<Theme>(THEME, ['system', 'light', 'dark'], 'system');
let density = read<Density>(DENSITY, ['compact', 'comfortable'], 'compact');

function systemDark(): boolean {
  return typeof matchMedia === 'function' && matchMedia('(prefers-color-scheme: dark)').matches;
}

export function currentTheme(): Theme {
  return theme;
}

export function currentDensity(): Density {
  return density;
}

/** What is on screen now: the system's choice is resolved. */
export function shownTheme(): 'light' | 'dark' {
  return theme === 'system' ? (systemDark() ? 'dark' : 'light') : theme;
}

function apply(): void {
  document.documentElement.dataset.theme = shownTheme();
  document.documentElement.dataset.density = density;
  for (const tell of listeners) tell();
}

function keep(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Not kept over a reload, still applied now.
  }
}

export function setTheme(next: Theme): void {
  theme = next;
  keep(THEME, next);
  apply();
}

export function setDensity(next: Density): void {
  density = next;
  keep(DENSITY, next);
  apply();
}

/** Follows the system while the theme is `system`. Called once at start. */
export function startTheme(): void {
  apply();
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
    if (theme === 'system') apply();
  });
}

function subscribe(tell: () => void): () => void {
  listeners.add(tell);
  return () => listeners.delete(tell);
}

export function useTheme(): Theme {
  return useSyncExternalStore(subscribe, () => theme);
}

export function useShownTheme(): 'light' | 'dark' {
  return useSyncExternalStore(subscribe, shownTheme);
}

export function useDensity(): Density {
  return useSyncExternalStore(subscribe, () => density);
}
