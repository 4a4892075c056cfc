import { render } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import type { LiveEvent } from '@/lib/live';
import type { FeedItem } from './model';
import { useLinkedLive } from './useLinkedLive';

const heard = new Set<(event: LiveEvent) => void>();
vi.mock('@/lib/live', () => ({
  onEvent: (fn: (event: LiveEvent) => void) => {
    heard.add(fn);
    return () => heard.delete(fn);
  },
}));

const items = [{ id: 1, card: { kind: 'contact', id: 5, name: 'Anna' } }, { id: 2 }] as unknown as FeedItem[];
const tell = (kind: string, id: number) => {
  for (const fn of heard) fn({ kind, id } as LiveEvent);
};

it('asks again for a linked card that is shown, and for no other', () => {
  const again = vi.fn();
  function Place({ linked }: { linked: boolean }) {
    useLinkedLive(linked, items, again);
    return null;
  }
  const { rerender, unmount } = render(<Place linked={false} />);
  tell('contact', 5);
  expect(again).not.toHaveBeenCalled();
  rerender(<Place linked />);
  tell('deal', 5);
  tell('contact', 6);
  expect(again).not.toHaveBeenCalled();
  tell('contact', 5);
  expect(again).toHaveBeenCalledOnce();
  unmount();
  expect(heard.size).toBe(0);
});
