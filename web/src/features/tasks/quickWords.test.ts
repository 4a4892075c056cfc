import { beforeAll, expect, it } from 'vitest';
import { setAccountFormat } from '@/lib/format';
import { fromUnix, toUnix } from '@/lib/zone';
import { splitQuick } from './quickWords';

beforeAll(() => setAccountFormat({ timeZone: 'Europe/Moscow' }));

// Wednesday, noon.
const now = () => toUnix({ day: '2026-11-11', time: '12:00' });

it.each([
  ['Позвонить завтра в 15', 'Позвонить', '2026-11-12 15:00'],
  ['Позвонить завтра', 'Позвонить', '2026-11-12'],
  ['Отправить договор в пятницу в 9:30', 'Отправить договор', '2026-11-13 09:30'],
  ['Встреча, послезавтра в 10 часов', 'Встреча', '2026-11-13 10:00'],
  ['Перезвонить через 2 часа', 'Перезвонить', '2026-11-11 14:00'],
  ['Перезвонить через час', 'Перезвонить', '2026-11-11 13:00'],
  ['Напомнить через неделю', 'Напомнить', '2026-11-18'],
  ['завтра в 11 обсудить смету', 'Обсудить смету', '2026-11-12 11:00'],
  ['Сдать отчёт 20.11', 'Сдать отчёт', '2026-11-20'],
  ['Сдать отчёт до 20 ноября', 'Сдать отчёт', '2026-11-20'],
  ['Продлить 5 января', 'Продлить', '2027-01-05'],
  ['Созвон в 15:45', 'Созвон', '2026-11-11 15:45'],
  ['Созвон в 9', 'Созвон', '2026-11-12 09:00'],
  ['Call back tomorrow 15:00', 'Call back', '2026-11-12 15:00'],
  ['Send the offer on friday at 3pm', 'Send the offer', '2026-11-13 15:00'],
  ['Check in 3 days', 'Check', '2026-11-14'],
  ['Ring in 30 minutes', 'Ring', '2026-11-11 12:30'],
])('%s', (typed, text, when) => {
  const got = splitQuick(typed, now());
  const wall = got.due && fromUnix(got.due.due_at);
  expect([got.text, wall && (got.due?.is_all_day ? wall.day : `${wall.day} ${wall.time}`)]).toEqual([text, when]);
});

it.each([
  'Заказать 12 стульев',
  'Купить 3',
  'Позвонить Марту',
  'Проверить среди своих',
  'завтра',
  'Счёт 15.30',
  '',
  'Пост в 2 этапа',
])('leaves "%s" alone', (typed) => {
  expect(splitQuick(typed, now())).toEqual({ text: typed, due: null });
});
