import { describe, expect, it } from 'vitest';
import type { Notice } from './api';
import { fromClock, grouped, isOpenTask, keyBytes, toClock } from './model';

const notice = (id: number, entity?: Notice['entity'], task?: Notice['task']) =>
  ({ id, entity, task, path: '/deals' }) as unknown as Notice;

describe('grouped', () => {
  it('puts neighbours of one record together and keeps the order of time', () => {
    const deal = { kind: 'deal', id: 5, name: 'Окна' };
    const groups = grouped([
      notice(9, deal),
      notice(8, deal),
      notice(7, { kind: 'deal', id: 6, name: 'Двери' }),
      notice(6, deal),
    ]);
    expect(groups.map((g) => g.items.map((n) => n.id))).toEqual([[9, 8], [7], [6]]);
    expect(groups[0]?.name).toBe('Окна');
  });

  it('leaves what has no name to show by itself', () => {
    const hidden = { kind: 'deal', id: 5, name: '' };
    expect(grouped([notice(2, hidden), notice(1, hidden), notice(0)])).toHaveLength(3);
  });
});

describe('isOpenTask', () => {
  it('is one that is neither done nor deleted', () => {
    const task = { id: 1, due_at: 0, is_all_day: false, is_completed: false, is_deleted: false };
    expect(isOpenTask(notice(1, undefined, task))).toBe(true);
    expect(isOpenTask(notice(1, undefined, { ...task, is_completed: true }))).toBe(false);
    expect(isOpenTask(notice(1, undefined, { ...task, is_deleted: true }))).toBe(false);
    expect(isOpenTask(notice(1))).toBe(false);
  });
});

describe('clock', () => {
  it('writes and reads minutes of the day', () => {
    expect(toClock(0)).toBe('00:00');
    expect(toClock(21 * 60 + 5)).toBe('21:05');
    expect(fromClock('21:05')).toBe(1265);
    expect(fromClock('9:00')).toBe(540);
    for (const bad of ['', '24:00', '12:60', 'noon']) expect(fromClock(bad)).toBeNull();
  });
});

describe('keyBytes', () => {
  it('reads base64url', () => {
    expect([...keyBytes('-_8A')]).toEqual([251, 255, 0]);
  });
});
