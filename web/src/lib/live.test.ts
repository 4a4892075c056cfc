import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { BATCH, batcher, deliver, type LiveEvent, onEvent, staleOn } from './live';

const event = (name: string, id = 1): LiveEvent => ({
  name,
  kind: name.split('.')[0] ?? '',
  id,
  actor: { kind: 'user', id: 1 },
  change_id: 1,
  at: 0,
});

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
  deliver(event('deal.moved', 1), stale);
  deliver(event('deal.updated', 1), stale);
  deliver(event('deal.updated', 2), stale);
  expect(heard).toHaveBeenCalledTimes(3);
  expect(flush).not.toHaveBeenCalled();
  vi.advanceTimersByTime(BATCH);
  expect(flush).toHaveBeenCalledExactlyOnceWith([['deals'], ['deal', 1], ['deal', 2]]);
  deliver(event('task.done'), stale);
  vi.advanceTimersByTime(BATCH);
  expect(flush).toHaveBeenLastCalledWith([['tasks']]);
  for (const stop of stops) stop();
});
