import { describe, expect, it } from 'vitest';
import { WorkCalendar, type WorkHours } from './workHours';

const spans = (s: string) => s.split(' ').flatMap((x) => (x ? [{ from: x.slice(0, 5), to: x.slice(6) }] : []));
const week = (...days: string[]) => Array.from({ length: 7 }, (_, i) => spans(days[i] ?? ''));
const office: WorkHours = { week: week(...Array(5).fill('09:00-13:00 14:00-18:00')), days: [] };
const newYear = { date: '2026-12-31', until: '2027-01-08', yearly: true, name: 'Новый год', spans: [] };

describe('a working calendar', () => {
  it.each([
    ['2026-11-11', '09:00'],
    ['2026-11-14', null],
    ['2027-01-02', null],
    ['2030-01-08', null],
    ['2030-01-09', '09:00'],
  ])('begins on %s at %s', (day, start) =>
    expect(new WorkCalendar({ ...office, days: [newYear] }).start(day)).toBe(start),
  );

  it.each([
    ['2026-11-11', 1, '2026-11-12'],
    ['2026-11-12', 2, '2026-11-16'],
    ['2026-12-30', 1, '2027-01-11'],
  ])('after %s the working day %d is %s', (day, n, want) =>
    expect(new WorkCalendar({ ...office, days: [newYear] }).inDays(day, n)).toBe(want),
  );

  it('knows nobody who never works', () => {
    expect(new WorkCalendar({ week: week(), days: [] }).inDays('2026-11-11', 1)).toBeNull();
  });

  it('takes the own week and the own days before the common ones', () => {
    const own = { week: week('', '', '12:00-20:00'), days: [{ date: '2027-01-02', spans: spans('08:00-09:00') }] };
    const calendar = new WorkCalendar({ ...office, days: [newYear] }, own);
    expect(calendar.start('2026-11-11')).toBe('12:00');
    expect(calendar.start('2026-11-12')).toBeNull();
    expect(calendar.start('2027-01-02')).toBe('08:00');
    expect(calendar.special('2027-01-03')?.name).toBe('Новый год');
  });

  it('shades what is free, around lunch and after a night shift', () => {
    expect(new WorkCalendar(office).free('2026-11-11')).toEqual([
      [0, 540],
      [780, 840],
      [1080, 1440],
    ]);
    const nights = new WorkCalendar({ week: week('22:00-06:00'), days: [] });
    expect(nights.free('2026-11-09')).toEqual([[0, 1320]]);
    expect(nights.free('2026-11-10')).toEqual([[360, 1440]]);
    expect(nights.free('2026-11-11')).toEqual([[0, 1440]]);
  });
});
