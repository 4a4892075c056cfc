import { expect, it } from 'vitest';
import { setLang } from '@/lib/i18n';
import type { Boot } from './catalogue';
import { findPicks, pickList } from './pickList';
import { conditionText, fieldName, groupText } from './words';

const boot = {
  me: { user: { id: 1 } },
  users: [{ id: 1, name: 'Анна' }],
  task_types: [{ id: 3, name: 'Звонок' }],
  pipelines: [{ name: 'Продажи', statuses: [{ id: 5, name: 'Договор', kind: 'open' }] }],
  tags: {},
  loss_reasons: [],
  fields: {
    deal: { groups: [], fields: [{ id: 7, name: 'Source', type: 'text' }] },
    contact: { groups: [], fields: [{ id: 9, name: 'Город', type: 'text' }] },
  },
} as unknown as Boot & Parameters<typeof pickList>[0];

it('says nothing of a condition that has no value yet', () => {
  for (const field of ['cf.7', 'next_task', 'price', 'name', 'contact.cf.9'])
    expect(conditionText(boot, 'deal', { field, op: 'eq', value: null })).toBe('');
});

it.each([
  ['ru', { field: 'contact.cf.9', op: 'eq', value: 'Казань' }, 'Контакт: Город', 'Казань'],
  ['ru', { field: 'contact.name', op: 'contains', value: 'Иван', not: true }, 'Контакт: Имя', 'кроме: Иван'],
  ['ru', { field: 'created_at', op: 'between', value: ['today-6', 'today'] }, 'Создано', 'за 7 дней'],
  [
    'ru',
    {
      field: 'task',
      op: 'none',
      value: {
        and: [
          { field: 'state', op: 'eq', value: 'open' },
          { field: 'type', op: 'in', value: [3] },
        ],
      },
    },
    'Задачи',
    'нет открытой, Звонок',
  ],
  [
    'en',
    {
      field: 'event',
      op: 'has',
      value: {
        and: [
          { field: 'kind', op: 'in', value: ['status_changed'] },
          { field: 'status', op: 'in', value: [5] },
          { field: 'at', op: 'between', value: ['today-29', 'today'] },
        ],
      },
    },
    'Events',
    'stage changed, to the stage Договор, in the last 30 days',
  ],
  ['en', { field: 'event', op: 'none' }, 'Events', 'none'],
  ['en', { field: 'contact', op: 'none' }, 'Contact', 'none'],
  [
    'en',
    {
      field: 'contact',
      op: 'has',
      value: {
        or: [
          { field: 'name', op: 'eq', value: 1 },
          { field: 'name', op: 'eq', value: 2 },
        ],
      },
    },
    'Contact',
    'made by a program',
  ],
] as const)('says a condition in words (%s): %o', (lang, condition, name, words) => {
  setLang(lang);
  expect(fieldName(boot, 'deal', condition.field)).toBe(name);
  expect(conditionText(boot, 'deal', condition as never)).toBe(words);
});

it('names a field that is gone', () => {
  setLang('en');
  expect(fieldName(boot, 'deal', 'contact.cf.99')).toBe('Contact: A removed field');
});

it('says a group in one sentence', () => {
  setLang('ru');
  const idle = { field: 'next_task', op: 'eq', value: 'none' };
  const city = { field: 'contact.cf.9', op: 'eq', value: 'Казань' };
  expect(groupText(boot, 'deal', { any: true, items: [idle, { any: false, items: [idle, city] }] })).toBe(
    'Ближайшая задача — нет или (Ближайшая задача — нет и Контакт: Город — Казань)',
  );
});

it('finds a field by words of it and of its section', () => {
  setLang('ru');
  const all = pickList(boot, 'deal', true);
  expect(findPicks(all, 'контакт город').flatMap((s) => s.picks.map((p) => p.id))).toEqual(['contact.cf.9']);
  expect(findPicks(all, 'перешла').flatMap((s) => s.picks.map((p) => p.id))).toEqual(['status_changed_at']);
  expect(findPicks(all, 'zzz')).toEqual([]);
  const ids = all.flatMap((s) => s.picks.map((p) => p.id));
  expect(new Set(ids).size).toBe(ids.length);
});
