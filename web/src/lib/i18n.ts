import { type I18n, setupI18n } from '@lingui/core';
import { useCallback, useSyncExternalStore } from 'react';

export type Lang = 'ru' | 'en';
export const LANGS: readonly Lang[] = ['ru', 'en'];

type Pair = { readonly ru: string; readonly en: string };
type Values = Record<string, string | number | Date | null | undefined>;
type Args<P extends Pair> = P['en'] extends `${string}{${string}` ? [values: Values] : [values?: Values];

/** Numbers inside texts are grouped by spaces in both languages, as everywhere. */
const NUMBERS: Record<Lang, string> = { ru: 'ru', en: 'en-SE' };

declare const shape: unique symbol;

/** The texts of one feature, as its `locale.ts` exports them. Opaque: read with `useText` or `text`. */
export interface Texts<T extends Record<string, Pair>> {
  readonly [shape]?: T;
  /** One formatter per language, made when first needed. */
  readonly make: (lang: Lang) => I18n;
}

/**
 * Declares the texts of a feature in `locale.ts`: `export default texts({ key: { ru: '…', en: '…' } })`.
 * Texts are ICU messages, compiled while the client is built.
 */
export function texts<const T extends Record<string, Pair>>(source: T): Texts<T> {
  // The build has turned { key: { ru, en } } into { ru: { key }, en: { key } } of compiled messages.
  const compiled = source as unknown as Record<Lang, Record<string, string>>;
  const made: Partial<Record<Lang, I18n>> = {};
  return {
    make: (lang) =>
      (made[lang] ??= setupI18n({ locale: lang, locales: NUMBERS[lang], messages: { [lang]: compiled[lang] } })),
  };
}

const STORE = 'voronka.lang';
const listeners = new Set<() => void>();
let current: Lang = initial();

function isLang(value: unknown): value is Lang {
  return value === 'ru' || value === 'en';
}

/** The language chosen on this device, else the browser's first one we speak, else English. */
function initial(): Lang {
  try {
    const kept = localStorage.getItem(STORE);
    if (isLang(kept)) return kept;
  } catch {
    // Storage may be closed to us; the browser's language serves.
  }
  for (const tag of navigator.languages ?? [navigator.language]) {
    const lang = tag?.slice(0, 2);
    if (isLang(lang)) return lang;
  }
  return 'en';
}

export function getLang(): Lang {
  return current;
}

/** Switches the language at once, everywhere. The user's own setting, when it arrives, goes through here too. */
export function setLang(lang: Lang): void {
  try {
    localStorage.setItem(STORE, lang);
  } catch {
    // Not kept over a reload, still switched now.
  }
  if (typeof document !== 'undefined') document.documentElement.lang = lang;
  if (lang === current) return;
  current = lang;
  for (const tell of listeners) tell();
}

function subscribe(tell: () => void): () => void {
  listeners.add(tell);
  return () => listeners.delete(tell);
}

export function useLang(): Lang {
  return useSyncExternalStore(subscribe, getLang);
}

/** Calls `fn` after every switch of language; returns the way to stop. */
export function onLang(fn: (lang: Lang) => void): () => void {
  return subscribe(() => fn(current));
}

/** Formats one text outside a component (a toast, a command). Inside one use `useText`, which follows the language. */
export function text<T extends Record<string, Pair>, K extends keyof T & string>(
  from: Texts<T>,
  key: K,
  ...args: Args<T[K]>
): string {
  return from.make(current)._(key, args[0]);
}

export type Translate<T extends Record<string, Pair>> = <K extends keyof T & string>(
  key: K,
  ...args: Args<T[K]>
) => string;

/** The formatter of a feature's texts; the component is drawn anew when the language changes. */
export function useText<T extends Record<string, Pair>>(from: Texts<T>): Translate<T> {
  const lang = useLang();
  return useCallback((key: string, values?: Values) => from.make(lang)._(key, values), [from, lang]) as Translate<T>;
}
