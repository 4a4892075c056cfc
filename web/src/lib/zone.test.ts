import { describe, expect, it } from 'vitest';
import { addDays, fromUnix, toUnix } from './zone';

describe('zone', () => {
  it.each(['Europe/Moscow', 'UTC', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe'])(
    'goes there and back in %s',
    (zone) => {
      for (const day of ['2026-01-15', '2026-07-15', '2026-12-31']) {
        expect(fromUnix(toUnix({ day, time: '09:30' }, zone), zone)).toEqual({ day, time: '09:30' });
      }
    },
  );

  it('knows summer time', () => {
    expect(toUnix({ day: '2026-07-01', time: '12:00' }, 'Europe/Berlin')).toBe(
      Date.parse('2026-07-01T10:00:00Z') / 1000,
    );
    expect(toUnix({ day: '2026-01-01', time: '12:00' }, 'Europe/Berlin')).toBe(
      Date.parse('2026-01-01T11:00:00Z') / 1000,
    );
  });

  it('adds days over a month', () => {
    expect(addDays('2026-02-28', 1)).toBe('2026-03-01');
    expect(addDays('2026-01-01', -1)).toBe('2025-12-31');
  });
});
