import { type ReactNode, useEffect, useRef } from 'react';

/** One row of the palette. */
export interface PaletteItem {
  id: string;
  label: string;
  hint?: string | undefined;
  icon?: ReactNode;
  /** Its shortcut, shown on the right. */
  keys?: string | undefined;
  run: () => void;
}

export type PalettePrefix = '' | '>' | '#' | '@' | '+';

/** A set of commands: of a page while it is open, or of the whole client. */
export interface PaletteCommands {
  id: string;
  /** `>` commands, `+` things to make. */
  prefix: '>' | '+';
  items: () => readonly PaletteItem[];
}

/** A search of records. Asked 120 ms after the last key; the signal is aborted by the next one. */
export interface PaletteProvider {
  id: string;
  /** The heading above its rows. */
  label: () => string;
  /** Answers without a prefix, and under these: `@` for people, `#` for numbers. */
  prefixes?: readonly PalettePrefix[];
  search: (query: string, signal: AbortSignal) => Promise<readonly PaletteItem[]>;
}

const commands = new Map<string, PaletteCommands>();
const providers = new Map<string, PaletteProvider>();

export function addCommands(set: PaletteCommands): () => void {
  commands.set(set.id, set);
  return () => {
    if (commands.get(set.id) === set) commands.delete(set.id);
  };
}

export function addProvider(provider: PaletteProvider): () => void {
  providers.set(provider.id, provider);
  return () => {
    if (providers.get(provider.id) === provider) providers.delete(provider.id);
  };
}

/** The commands of a page, while it is on screen. They stand first. */
export function useCommands(set: PaletteCommands): void {
  const latest = useRef(set);
  latest.current = set;
  const { id, prefix } = set;
  useEffect(() => addCommands({ id, prefix, items: () => latest.current.items() }), [id, prefix]);
}

/** A record search that lives as long as the component, if it needs the component's data. */
export function usePaletteProvider(provider: PaletteProvider): void {
  const latest = useRef(provider);
  latest.current = provider;
  const { id } = provider;
  useEffect(
    () =>
      addProvider({
        ...latest.current,
        id,
        search: (query, signal) => latest.current.search(query, signal),
      }),
    [id],
  );
}

/** Newest first: the page's own commands before those of the client. */
export function listCommands(prefix: '>' | '+'): PaletteItem[] {
  return [...commands.values()].reverse().flatMap((set) => (set.prefix === prefix ? set.items() : []));
}

export function listProviders(prefix: PalettePrefix): PaletteProvider[] {
  return [...providers.values()].filter((p) => prefix === '' || p.prefixes?.includes(prefix));
}

const OPEN = 'voronka:palette';

/** Opens the palette, with a prefix already typed if given. */
export function openPalette(typed = ''): void {
  window.dispatchEvent(new CustomEvent(OPEN, { detail: typed }));
}

export function onOpenPalette(fn: (typed: string) => void): () => void {
  const listen = (event: Event) => fn((event as CustomEvent<string>).detail);
  window.addEventListener(OPEN, listen);
  return () => window.removeEventListener(OPEN, listen);
}
