import { act, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { setLang } from '@/lib/i18n';
import { handleKey } from '@/lib/keys';
import { Toaster } from './Toaster';
import { closeToast, currentToasts, toast } from './toast';

beforeEach(() => {
  vi.useFakeTimers();
  setLang('en');
  render(<Toaster />);
});
afterEach(() => {
  act(() => {
    for (const row of currentToasts()) closeToast(row.id);
  });
  vi.useRealTimers();
});

const pass = (ms: number) => act(() => vi.advanceTimersByTime(ms));
const shown = (text: string) => screen.queryByText(text) !== null;

it('stands for eight seconds in a live region', () => {
  act(() => void toast({ text: 'Moved' }));
  expect(screen.getByRole('status').textContent).toContain('Moved');
  pass(7900);
  expect(shown('Moved')).toBe(true);
  pass(200);
  expect(shown('Moved')).toBe(false);
});

it('stops its clock under the pointer', () => {
  act(() => void toast({ text: 'Moved' }));
  pass(7000);
  fireEvent.pointerEnter(screen.getByRole('region'));
  pass(60_000);
  expect(shown('Moved')).toBe(true);
  fireEvent.pointerLeave(screen.getByRole('region'));
  pass(900);
  expect(shown('Moved')).toBe(true);
  pass(200);
  expect(shown('Moved')).toBe(false);
});

it('takes back once, by button or by Ctrl Z', () => {
  const first = vi.fn();
  const second = vi.fn();
  act(() => {
    toast({ text: 'One', undo: first });
    toast({ text: 'Two', undo: second });
  });
  act(() => {
    const event = new KeyboardEvent('keydown', { code: 'KeyZ', key: 'я', ctrlKey: true, cancelable: true });
    Object.defineProperty(event, 'target', { value: document.body });
    handleKey(event);
  });
  expect(second).toHaveBeenCalledOnce();
  expect(shown('Two')).toBe(false);
  fireEvent.click(screen.getByRole('button', { name: 'Undo' }));
  expect(first).toHaveBeenCalledOnce();
  expect(currentToasts()).toEqual([]);
});

it('keeps an error until it is closed', () => {
  act(() => void toast({ text: 'Refused', tone: 'bad' }));
  pass(600_000);
  expect(shown('Refused')).toBe(true);
  fireEvent.click(screen.getByRole('button', { name: 'Close' }));
  expect(shown('Refused')).toBe(false);
});
