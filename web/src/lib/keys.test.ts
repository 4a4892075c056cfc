import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { handleKey, listShortcuts, pushScope, registerShortcuts, setLetters } from './keys';

const undo: (() => void)[] = [];
let clock = 0;

function press(code: string, init: KeyboardEventInit & { target?: HTMLElement } = {}): boolean {
  const { target = document.body, ...rest } = init;
  const event = new KeyboardEvent('keydown', {
    code,
    key: code.replace(/^Key|^Digit/, '').toLowerCase(),
    bubbles: true,
    cancelable: true,
    ...rest,
  });
  Object.defineProperty(event, 'target', { value: target });
  clock += 100;
  Object.defineProperty(event, 'timeStamp', { value: clock });
  return handleKey(event);
}

function on(keys: string, more = {}) {
  const run = vi.fn();
  undo.push(registerShortcuts([{ keys, run, ...more }]));
  return run;
}

beforeEach(() => {
  clock += 100_000;
});
afterEach(() => {
  for (const stop of undo.splice(0)) stop();
  setLetters(true);
});

describe('shortcuts', () => {
  it('go by the place of the key, whatever the layout', () => {
    const run = on('mod+k');
    expect(press('KeyK', { key: 'л', ctrlKey: true })).toBe(true);
    expect(run).toHaveBeenCalledOnce();
  });

  it('take a sequence, and only in time', () => {
    const run = on('g d');
    press('KeyG');
    press('KeyD');
    expect(run).toHaveBeenCalledOnce();
    press('KeyG');
    clock += 5000;
    press('KeyD');
    expect(run).toHaveBeenCalledOnce();
  });

  it('start anew when a sequence breaks', () => {
    const deals = on('g d');
    const make = on('n');
    press('KeyG');
    press('KeyN');
    expect(make).toHaveBeenCalledOnce();
    press('KeyD');
    expect(deals).not.toHaveBeenCalled();
  });

  it('keep letters off in inputs, but not chords', () => {
    const letter = on('m');
    const chord = on('mod+enter');
    const input = document.createElement('input');
    press('KeyM', { target: input });
    press('Enter', { ctrlKey: true, target: input });
    expect(letter).not.toHaveBeenCalled();
    expect(chord).toHaveBeenCalledOnce();
  });

  it('can have their letters turned off', () => {
    const letter = on('m');
    const slash = on('/');
    setLetters(false);
    press('KeyM');
    press('Slash', { key: '/' });
    expect(letter).not.toHaveBeenCalled();
    expect(slash).toHaveBeenCalledOnce();
  });

  it('stay in their layer', () => {
    const page = on('x');
    const everywhere = on('mod+k', { scope: '*' });
    const card = on('x', { scope: 'card' });
    const pop = pushScope('card');
    press('KeyX');
    press('KeyK', { ctrlKey: true });
    pop();
    expect([page, card, everywhere].map((f) => f.mock.calls.length)).toEqual([0, 1, 1]);
    press('KeyX');
    expect(page).toHaveBeenCalledOnce();
  });

  it('find punctuation where another layout has it', () => {
    const help = on('?');
    press('Digit7', { key: '?', shiftKey: true });
    expect(help).toHaveBeenCalledOnce();
  });

  it('list what is named and can be reached, the later one first known', () => {
    on('m', { label: () => 'old' });
    on('m', { label: () => 'new' });
    on('q');
    expect(listShortcuts().map((s) => s.label?.())).toEqual(['new']);
  });
});
