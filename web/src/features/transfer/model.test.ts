import { beforeEach, describe, expect, it } from 'vitest';
import { setAccountFormat } from '@/lib/format';
import { setLang } from '@/lib/i18n';
import { choiceOf, fileFault, kindsOf, MAX_FILE, readValue, shareOf, sumPreview, withChoice } from './model';

type Plan = Parameters<typeof withChoice>[0];
type Column = Parameters<typeof withChoice>[1];
type Target = Parameters<typeof withChoice>[3][number];
type Row = Parameters<typeof sumPreview>[0][number];

const targets = [
  { target: 'contact.name', kind: 'contact', name: 'Имя', type: 'text', many: false },
  { target: 'contact.field.1', kind: 'contact', name: 'Телефон', type: 'phone', many: true },
] as Target[];
const plan = {
  columns: [
    { index: 0, target: 'contact.name' },
    { index: 1, target: 'contact.field.1' },
    { index: 2, target: 'skip' },
  ],
} as Plan;
const column = (index: number, more = {}) =>
  ({ index, title: 'Город', type: 'text', values: [], ...more }) as unknown as Column;

beforeEach(() => {
  setLang('ru');
  setAccountFormat({ currency: 'RUB', timeZone: 'Europe/Moscow' });
});

describe('a column sent elsewhere', () => {
  it('takes a single place from the column that had it', () => {
    const next = withChoice(plan, column(2), 'contact.name', targets);
    expect(next.columns.map(choiceOf)).toEqual(['skip', 'contact.field.1', 'contact.name']);
  });
  it('shares a place for many', () => {
    const next = withChoice(plan, column(2), 'contact.field.1', targets);
    expect(next.columns.map(choiceOf)).toEqual(['contact.name', 'contact.field.1', 'contact.field.1']);
  });
  it('becomes a new field of the guessed type with its values', () => {
    const next = withChoice(plan, column(2, { type: 'list', values: ['А', 'Б'] }), 'new:deal', targets);
    expect(next.columns[2]?.new_field).toEqual({ kind: 'deal', type: 'list', name: 'Город', options: ['А', 'Б'] });
    expect(kindsOf(next)).toEqual(['contact', 'deal']);
  });
});

it('reads money and days', () => {
  expect(readValue('150000.50', 'money').replace(/\s/gu, ' ')).toBe('150 000,50 ₽');
  expect(readValue('2020-02-01', 'date').replace(/\s/gu, ' ')).toBe('1 февр 2020');
  expect(readValue('', 'money')).toBe('');
});

it('refuses what need not be sent', () => {
  expect(fileFault({ name: 'a.csv', size: 0 })).toBe('fileEmpty');
  expect(fileFault({ name: 'a.csv', size: MAX_FILE + 1 })).toBe('fileLarge');
  expect(fileFault({ name: 'A.XLS', size: 5 })).toBe('fileOld');
  expect(fileFault({ name: 'a.xlsx', size: 5 })).toBeUndefined();
});

it('knows how far, and when it does not', () => {
  expect(shareOf(5, 10)).toBe(0.5);
  expect(shareOf(11, 10)).toBe(1);
  expect(shareOf(5, 0)).toBeUndefined();
});

it('counts rows that will not come whole', () => {
  const row = (rejected: boolean, cell: string[], own: string[] = []) =>
    ({ rejected, problems: own, cells: [{ problems: cell }], cards: [] }) as unknown as Row;
  expect(sumPreview([row(false, []), row(false, ['x']), row(true, ['x']), row(false, [], ['y'])])).toEqual({
    rows: 4,
    rejected: 1,
    flawed: 2,
  });
});
