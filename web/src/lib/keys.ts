import { useLayoutEffect, useRef } from 'react';

/**
 * One keyboard shortcut. `keys` is one chord or a sequence of chords parted by spaces: `mod+k`, `g d`, `shift+arrowdown`,
 * `?`, `[`, `f2`. `mod` is Ctrl, or ⌘ on a Mac. Letters, digits and punctuation go by the place of the key
 * (`event.code`), so they work in every layout.
 */
export interface Shortcut {
  keys: string;
  /** Says what it does; shown under `?`. Without one the shortcut is not listed. */
  label?: () => string;
  /** Heading it is listed under. */
  group?: () => string;
  run: (event: KeyboardEvent) => void;
  /** Works in this scope only. Without one: in the page, when no layer is open above it. `*`: everywhere. */
  scope?: string;
  /** Works while typing in a field too. Chords with `mod` do so anyway unless this is false. */
  inInputs?: boolean;
  when?: () => boolean;
}

const PAGE = 'page';
const CODES: Record<string, string> = {
  '/': 'Slash',
  '.': 'Period',
  ',': 'Comma',
  '[': 'BracketLeft',
  ']': 'BracketRight',
  ';': 'Semicolon',
  '-': 'Minus',
  '=': 'Equal',
  '?': 'shift+Slash',
  '#': 'shift+Digit3',
  space: 'Space',
  enter: 'Enter',
  escape: 'Escape',
  esc: 'Escape',
  tab: 'Tab',
  backspace: 'Backspace',
  delete: 'Delete',
  home: 'Home',
  end: 'End',
  arrowup: 'ArrowUp',
  arrowdown: 'ArrowDown',
  arrowleft: 'ArrowLeft',
  arrowright: 'ArrowRight',
  pageup: 'PageUp',
  pagedown: 'PageDown',
};
const isMac = /mac|iphone|ipad/i.test(typeof navigator === 'undefined' ? '' : navigator.platform);

/** Writes one chord in the form events are written in: modifiers in fixed order, then the code. */
function normal(chord: string): string {
  const parts = chord.toLowerCase().split('+');
  const key = parts.pop() as string;
  let code =
    CODES[key] ??
    (/^[a-z]$/.test(key) ? `Key${key.toUpperCase()}` : /^\d$/.test(key) ? `Digit${key}` : key.toUpperCase());
  const mods = new Set(parts);
  if (code.startsWith('shift+')) {
    mods.add('shift');
    code = code.slice(6);
  }
  return ['mod', 'alt', 'shift']
    .filter((m) => mods.has(m))
    .concat(code)
    .join('+');
}

function chordOf(event: KeyboardEvent): string {
  const mods = [];
  if (event.ctrlKey || event.metaKey) mods.push('mod');
  if (event.altKey) mods.push('alt');
  if (event.shiftKey) mods.push('shift');
  const code = event.code.replace(/^Numpad(?=\d$)/, 'Digit').replace('NumpadEnter', 'Enter');
  return [...mods, code].join('+');
}

interface Entry {
  shortcut: Shortcut;
  steps: string[];
}

const entries: Entry[] = [];
const scopes: { name: string }[] = [];
const LETTERS = 'voronka.letters';
let lettersOn = true;
try {
  lettersOn = localStorage.getItem(LETTERS) !== 'off';
} catch {
  // Storage is closed: letters stay on.
}

/** Single-letter shortcuts can be turned off (WCAG 2.1.4); chords with `mod` keep working. */
export function setLetters(on: boolean): void {
  lettersOn = on;
  try {
    localStorage.setItem(LETTERS, on ? 'on' : 'off');
  } catch {
    // Applied for this visit.
  }
}

export function lettersEnabled(): boolean {
  return lettersOn;
}

/** Registers shortcuts; a later one wins over an earlier one with the same keys. Returns the way to remove them. */
export function registerShortcuts(list: readonly Shortcut[]): () => void {
  const added = list.map((shortcut) => ({ shortcut, steps: shortcut.keys.split(' ').map(normal) }));
  entries.push(...added);
  return () => {
    for (const entry of added) entries.splice(entries.indexOf(entry), 1);
  };
}

/**
 * Registers shortcuts while the component is on screen, from the very draw that shows it: no early key is lost. The list
 * may be made anew on every draw; its keys may not change.
 */
export function useShortcuts(list: readonly Shortcut[]): void {
  const latest = useRef(list);
  latest.current = list;
  const keys = list.map((s) => `${s.scope ?? ''}:${s.keys}`).join('|');
  // biome-ignore lint/correctness/useExhaustiveDependencies: the keys stand for the list; the rest is read when run.
  useLayoutEffect(
    () =>
      registerShortcuts(
        latest.current.map((s, i) => ({
          ...s,
          run: (event) => latest.current[i]?.run(event),
          when: () => latest.current[i]?.when?.() ?? true,
        })),
      ),
    [keys],
  );
}

/** Puts a layer above the page: while it is on top only its own shortcuts and those of `*` work. */
export function pushScope(name: string): () => void {
  const scope = { name };
  scopes.push(scope);
  return () => {
    const at = scopes.indexOf(scope);
    if (at >= 0) scopes.splice(at, 1);
  };
}

/** A scope held while `active`. Dialogs and sheets do this themselves. */
export function useScope(name: string, active = true): void {
  useLayoutEffect(() => (active ? pushScope(name) : undefined), [name, active]);
}

export function topScope(): string {
  return scopes.at(-1)?.name ?? PAGE;
}

/** What can be pressed now, for the help: later registrations hide earlier ones with the same keys. */
export function listShortcuts(): Shortcut[] {
  const seen = new Map<string, Shortcut>();
  for (const { shortcut } of entries) {
    if (shortcut.label && reachable(shortcut)) seen.set(shortcut.keys, shortcut);
  }
  return [...seen.values()];
}

function reachable(shortcut: Shortcut): boolean {
  if (shortcut.scope === '*') return true;
  // The help itself stands in a layer of its own: it lists what the layer below offers.
  const below = scopes.filter((s) => s.name !== 'help').at(-1)?.name ?? PAGE;
  return (shortcut.scope ?? PAGE) === below;
}

function typing(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable) return true;
  if (target instanceof HTMLInputElement)
    return !['checkbox', 'radio', 'button', 'range', 'submit'].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

let pressed: string[] = [];
let pressedAt = 0;
/** How long a sequence waits for its next key. */
const PAUSE = 1200;

function match(event: KeyboardEvent, chord: string, inField: boolean): boolean {
  const now = event.timeStamp || Date.now();
  if (now - pressedAt > PAUSE) pressed = [];
  pressedAt = now;
  const tried = [...pressed, chord];
  const layer = topScope();
  let waits = false;
  for (let i = entries.length - 1; i >= 0; i--) {
    const { shortcut: s, steps } = entries[i] as Entry;
    const plain = !steps.some((step) => step.startsWith('mod+'));
    if (s.scope !== '*' && (s.scope ?? PAGE) !== layer) continue;
    if (inField && !(s.inInputs ?? !plain)) continue;
    if (plain && !lettersOn && /(^|\+)(Key|Digit)/.test(steps[0] ?? '')) continue;
    if (!tried.every((c, at) => steps[at] === c)) continue;
    if (s.when && !s.when()) continue;
    if (steps.length > tried.length) {
      waits = true;
      continue;
    }
    pressed = [];
    event.preventDefault();
    s.run(event);
    return true;
  }
  if (waits) {
    pressed = tried;
    event.preventDefault();
    return true;
  }
  // A key that does not go on with the sequence may begin a new one.
  if (pressed.length > 0) {
    pressed = [];
    return match(event, chord, inField);
  }
  return false;
}

/** Handles one key press; true when a shortcut took it. */
export function handleKey(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.isComposing || /^(Control|Shift|Alt|Meta)/.test(event.key)) return false;
  const inField = typing(event.target);
  if (match(event, chordOf(event), inField)) return true;
  // Punctuation that stands on another key of this layout: `?` on Shift+7 in Russian.
  const sign = CODES[event.key];
  return (
    !!sign &&
    !/^[\w ]/.test(event.key) &&
    normal(event.key) !== chordOf(event) &&
    match(event, normal(event.key), inField)
  );
}

/** Starts listening. Called once at start; returns the way to stop. */
export function startKeys(): () => void {
  window.addEventListener('keydown', handleKey);
  return () => window.removeEventListener('keydown', handleKey);
}

const SIGNS: Record<string, string> = isMac
  ? {
      mod: '⌘',
      shift: '⇧',
      alt: '⌥',
      enter: '↵',
      arrowup: '↑',
      arrowdown: '↓',
      arrowleft: '←',
      arrowright: '→',
      escape: 'Esc',
    }
  : {
      mod: 'Ctrl',
      shift: 'Shift',
      alt: 'Alt',
      enter: 'Enter',
      arrowup: '↑',
      arrowdown: '↓',
      arrowleft: '←',
      arrowright: '→',
      escape: 'Esc',
    };

/** The keys for reading: `mod+k` is `[['Ctrl', 'K']]`, `g d` is `[['G'], ['D']]`. */
export function readKeys(keys: string): string[][] {
  return keys
    .split(' ')
    .map((chord) =>
      chord
        .split('+')
        .map((k) => SIGNS[k.toLowerCase()] ?? (k.length === 1 ? k.toUpperCase() : k[0]?.toUpperCase() + k.slice(1))),
    );
}
