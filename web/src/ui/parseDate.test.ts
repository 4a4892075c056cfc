import { describe, expect, it } from 'vitest';
import { parseDay, parseDayTime, parseTime } from './parseDate';

// A Thursday.
const now = '2026-11-12';

describe('parseDay', () => {
  it.each([
    ['12.11.2026', '2026-11-12'],
    ['1.2', '2026-02-01'],
    ['01/02/27', '2027-02-01'],
    ['2026-11-30', '2026-11-30'],
    ['30112026', '2026-11-30'],
    ['12 ноя', '2026-11-12'],
    ['12 ноября 2027', '2027-11-12'],
    ['12 ноя. 2027 г.', '2027-11-12'],
    ['3 nov', '2026-11-03'],
    ['Nov 3', '2026-11-03'],
    ['Nov 3, 2027', '2027-11-03'],
    ['12 Nov 2026', '2026-11-12'],
    ['5 мая', '2026-05-05'],
    ['5 марта', '2026-03-05'],
    ['сегодня', '2026-11-12'],
    ['Завтра', '2026-11-13'],
    ['yesterday', '2026-11-11'],
    ['+3', '2026-11-15'],
    ['-2 дня', '2026-11-10'],
    ['пт', '2026-11-13'],
    ['thu', '2026-11-19'],
  ])('%s', (typed, day) => {
    expect(parseDay(typed, now)).toBe(day);
  });

  it.each(['', '31.02.2026', '99', 'когда-нибудь', '12.13.2026', '1.1.0001'])('refuses "%s"', (typed) => {
    expect(parseDay(typed, now)).toBeNull();
  });
});

describe('times', () => {
  it.each([
    ['9', '09:00'],
    ['9:30', '09:30'],
    ['930', '09:30'],
    ['3pm', '15:00'],
    ['12am', '00:00'],
  ])('%s', (typed, time) => {
    expect(parseTime(typed)).toBe(time);
  });

  it('are read after a day', () => {
    expect(parseDayTime('завтра в 15', '09:00', now)).toEqual({ day: '2026-11-13', time: '15:00' });
    expect(parseDayTime('12.11.2026 9:05', '09:00', now)).toEqual({ day: now, time: '09:05' });
    expect(parseDayTime('12 Nov 2026 9:05', '09:00', now)).toEqual({ day: now, time: '09:05' });
    expect(parseDayTime('fri', '10:15', now)).toEqual({ day: '2026-11-13', time: '10:15' });
    expect(parseDayTime('18:30', '09:00', now)).toEqual({ day: now, time: '18:30' });
    expect(parseDayTime('12.11 25:00', '09:00', now)).toBeNull();
  });
});
