import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { setLang } from '@/lib/i18n';
import { rememberRecord } from '@/lib/recent';
import { PaletteDialog } from './PaletteDialog';
import { addCommands, addProvider } from './palette';

// What the account has at hand: an answer the test may leave out.
let kept: unknown;
vi.mock('@/lib/api', async (original) => {
  const whole = await original<typeof import('@/lib/api')>();
  return { ...whole, call: async () => kept, api: { ...whole.api, GET: async () => ({}) } };
});

const stops: (() => void)[] = [];
const run = vi.fn();

async function open(typed = '') {
  const onClose = vi.fn();
  const rootRoute = createRootRoute({ component: () => <PaletteDialog typed={typed} onClose={onClose} /> });
  const router = createRouter({ routeTree: rootRoute, history: createMemoryHistory() });
  // biome-ignore lint/suspicious/noExplicitAny: a router of its own, not the registered one
  render(<RouterProvider router={router as any} />);
  await screen.findByRole('combobox');
  return { user: userEvent.setup(), onClose };
}
const rows = () => screen.queryAllByRole('option').map((o) => o.textContent);

beforeEach(() => {
  setLang('en');
  run.mockReset();
  localStorage.removeItem('voronka.recent');
  kept = { recent: [], starred: [] };
  stops.push(
    addCommands({ id: 'page', prefix: '>', items: () => [{ id: 'export', label: 'Export', run }] }),
    addCommands({ id: 'make', prefix: '+', items: () => [{ id: 'deal', label: 'New deal', run }] }),
    addProvider({
      id: 'people',
      label: () => 'People',
      prefixes: ['@'],
      search: async (q) => (q === 'an' ? [{ id: 'p1', label: 'Anna', run }] : []),
    }),
  );
});
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

it('begins with recent records', async () => {
  rememberRecord({ id: '1', label: 'North Wind', href: '/deals/1' });
  await open();
  expect(rows()[0]).toBe('North Wind');
});

it('adds what was opened on other devices, once, and favourites', async () => {
  rememberRecord({ id: 'deal-1', label: 'North Wind', href: '/deals/1' });
  const at = 1_790_000_000;
  kept = {
    recent: [
      { kind: 'deal', id: 1, name: 'North Wind', at },
      { kind: 'contact', id: 2, name: 'Anna', at },
    ],
    starred: [{ kind: 'company', id: 3, name: 'Blue Sea', at }],
  };
  await open();
  await screen.findByText('Blue Sea');
  expect(rows().slice(0, 3)).toEqual(['North Wind', 'Anna', 'Blue Sea']);
});

it('runs the chosen row by Enter and closes', async () => {
  const { user, onClose } = await open();
  await user.type(screen.getByRole('combobox'), 'expo{Enter}');
  expect(run).toHaveBeenCalledOnce();
  expect(onClose).toHaveBeenCalledOnce();
});

it('keeps to what the prefix asks for', async () => {
  const { user } = await open();
  await user.type(screen.getByRole('combobox'), '+');
  expect(rows()).toEqual(['New deal']);
  await user.clear(screen.getByRole('combobox'));
  await user.type(screen.getByRole('combobox'), '@an');
  expect(await screen.findByRole('option', { name: /Anna/ })).toBeTruthy();
  expect(rows()).toEqual(['Anna']);
});

it('walks round with the arrows', async () => {
  const { user } = await open('>');
  const box = screen.getByRole('combobox');
  const first = box.getAttribute('aria-activedescendant');
  await user.type(box, '{ArrowUp}');
  expect(box.getAttribute('aria-activedescendant')).not.toBe(first);
  await user.type(box, '{ArrowDown}');
  expect(box.getAttribute('aria-activedescendant')).toBe(first);
});
