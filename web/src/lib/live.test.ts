import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { BATCH, batcher, deliver, onEvent, staleOn } from './live';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it('gathers a burst of events into one flush without doubles', () => {
  const flush = vi.fn();
  const stale = batcher(flush);
  const heard = vi.fn();
  const stops = [
    onEvent(heard),
    staleOn('deal.', (e) => [['deals'], ['deal', e.id]]),
    staleOn('task.', () => [['tasks']]),
  ];
  deliver({ name: 'deal.moved', id: 1 }, stale);
  deliver({ name: 'deal.updated', id: 1 }, stale);
  deliver({ name: 'deal.updated', id: 2 }, stale);
  expect(heard).toHaveBeenCalledTimes(3);
  expect(flush).not.toHaveBeenCalled();
  vi.advanceTimersByTime(BATCH);
  expect(flush).toHaveBeenCalledExactlyOnceWith([['deals'], ['deal', 1], ['deal', 2]]);
  deliver({ name: 'task.done' }, stale);
  vi.advanceTimersByTime(BATCH);
  expect(flush).toHaveBeenLastCalledWith([['tasks']]);
  for (const stop of stops) stop();
});
