import { beforeEach, describe, expect, it } from 'vitest';
import {
  daysFromToday,
  formatDay,
  formatDuration,
  formatMoney,
  formatMoneyShort,
  formatNumber,
  formatPhone,
  formatWhen,
  NBSP,
  setAccountFormat,
  THIN,
} from './format';
import { setLang } from './i18n';

const at = (iso: string) => Math.floor(Date.parse(iso) / 1000);
const plain = (s: string) => s.replaceAll(THIN, '_').replaceAll(NBSP, '~');

beforeEach(() => {
  setLang('ru');
  setAccountFormat({ currency: 'RUB', timeZone: 'Europe/Moscow' });
});

describe('money and numbers', () => {
  it('groups by thin spaces and hides empty pennies', () => {
    expect(plain(formatMoney(125_000_000))).toBe('1_250_000~₽');
    expect(plain(formatMoney(123_456))).toBe('1_234,56~₽');
    expect(plain(formatMoney(-50_000))).toBe('−500~₽');
    expect(plain(formatNumber(1234))).toBe('1_234');
  });

  it('writes the sign as the language does', () => {
    setLang('en');
    expect(plain(formatMoney(125_000_000, 'USD'))).toBe('$1_250_000');
    expect(plain(formatMoney(1500, 'JPY'))).toBe('¥1_500');
  });

  it('shortens large sums only', () => {
    expect(plain(formatMoneyShort(130_000_000))).toBe('1,3~млн~₽');
    expect(plain(formatMoneyShort(9_000_000))).toBe('90_000~₽');
  });
});

describe('dates', () => {
  const now = at('2026-11-12T12:00:00+03:00');

  it.each([
    ['2026-11-12T09:05:00+03:00', 'сегодня~09:05'],
    ['2026-11-11T23:59:00+03:00', 'вчера'],
    ['2026-11-13T10:00:00+03:00', 'завтра~10:00'],
    ['2026-11-02T10:00:00+03:00', '2~нояб'],
    ['2025-11-02T10:00:00+03:00', '2~нояб~2025'],
  ])('reads %s as %s', (iso, said) => {
    expect(plain(formatWhen(at(iso), { now: new Date(now * 1000) }))).toBe(said);
  });

  it('counts days in the zone of the account', () => {
    const late = at('2026-11-12T22:30:00Z');
    expect(daysFromToday(late, now)).toBe(1);
    setAccountFormat({ timeZone: 'UTC' });
    expect(daysFromToday(late, now)).toBe(0);
  });

  it('follows the language', () => {
    setLang('en');
    expect(plain(formatDay(at('2026-11-02T10:00:00Z'), now))).toBe('2~Nov');
    expect(formatWhen(now, { now: new Date(now * 1000) })).toMatch(/^today/);
  });

  it('says how long', () => {
    setLang('en');
    expect(plain(formatDuration(45))).toMatch(/^45.sec/);
    expect(plain(formatDuration(11_100))).toMatch(/^3.hr.5.min$/);
  });
});

describe('formatPhone', () => {
  it.each([
    ['89123456789', '+7~912~345-67-89'],
    ['+7 (912) 345 67 89', '+7~912~345-67-89'],
    ['+14155552671', '+1~415~555-2671'],
    ['2-34-56', '2-34-56'],
    ['доб. 12', 'доб. 12'],
  ])('%s', (raw, pretty) => {
    expect(plain(formatPhone(raw))).toBe(pretty);
  });
});
