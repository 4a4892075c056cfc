import { describe, expect, it } from 'vitest';
import { compileTexts } from './locales.ts';

const faults = (ru: unknown, en: unknown) => compileTexts({ key: { ru, en } as Record<string, unknown> }).faults;

describe('compileTexts', () => {
  it('compiles both languages', () => {
    const { compiled, faults } = compileTexts({ hi: { ru: 'Привет, {name}', en: 'Hi, {name}' } });
    expect(faults).toEqual([]);
    expect(Object.keys(compiled)).toEqual(['ru', 'en']);
    expect(compiled.ru?.hi).toEqual(['Привет, ', ['name']]);
  });

  it.each([
    ['missing language', 'Да', undefined, 'key: no en text'],
    ['empty text', '', 'Yes', 'key: no ru text'],
    ['other placeholders', 'Привет, {name}', 'Hi, {who}', 'key: placeholders differ (ru: name; en: who)'],
    ['placeholder on one side', 'Привет', 'Hi, {who}', 'key: placeholders differ (ru: none; en: who)'],
    [
      'missing plural form',
      '{n, plural, one {# день} other {# дня}}',
      '{n, plural, one {# day} other {# days}}',
      'key.ru: plural lacks "few"',
    ],
    [
      'missing form inside a select',
      '{s, select, a {{n, plural, one {#} few {#} other {#}}} other {-}}',
      '{s, select, a {{n, plural, one {#} other {#}}} other {-}}',
      'key.ru: plural lacks "many"',
    ],
  ])('refuses a %s', (_, ru, en, fault) => {
    expect(faults(ru, en)).toContain(fault);
  });

  it('refuses bad syntax', () => {
    expect(faults('Привет, {name', 'Hi, {name}')[0]).toMatch(/^key\.ru: /);
  });

  it('refuses an unknown language', () => {
    expect(compileTexts({ key: { ru: 'а', en: 'a', de: 'a' } }).faults).toEqual(['key: unknown language "de"']);
  });
});
