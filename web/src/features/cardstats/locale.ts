import { texts } from '@/lib/i18n';

export default texts({
  stages: { ru: 'Время на этапах', en: 'Time in each stage' },
  times: {
    ru: '{n, plural, one {# раз} few {# раза} many {# раз} other {# раза}}',
    en: '{n, plural, one {# time} other {# times}}',
  },
  goneStage: { ru: 'удалённый этап', en: 'a deleted stage' },
  contact: { ru: 'Работа с клиентом', en: 'Work with the client' },
  lastTouch: { ru: 'Последнее касание', en: 'Last touch' },
  today: { ru: 'сегодня', en: 'today' },
  daysAgo: {
    ru: '{n, plural, one {# день назад} few {# дня назад} many {# дней назад} other {# дня назад}}',
    en: '{n, plural, one {# day ago} other {# days ago}}',
  },
  never: { ru: 'ещё не было', en: 'none yet' },
  firstAnswer: { ru: 'Первый ответ', en: 'First answer' },
  after: { ru: 'через {time}', en: 'after {time}' },
  changes: { ru: 'Событий в истории', en: 'Events in the history' },
  people: { ru: 'Кто чем занимался', en: 'Who did what' },
  machines: { ru: 'Роботы и программы', en: 'Robots and programs' },
  someone: { ru: 'сотрудник', en: 'a colleague' },
  noPeople: { ru: 'Заметок, файлов и выполненных задач пока нет.', en: 'No notes, files or finished tasks yet.' },
  notes: {
    ru: '{n, plural, one {# заметка} few {# заметки} many {# заметок} other {# заметки}}',
    en: '{n, plural, one {# note} other {# notes}}',
  },
  comments: {
    ru: '{n, plural, one {# сообщение коллегам} few {# сообщения коллегам} many {# сообщений коллегам} other {# сообщения коллегам}}',
    en: '{n, plural, one {# message to colleagues} other {# messages to colleagues}}',
  },
  tasks: {
    ru: '{n, plural, one {# задача} few {# задачи} many {# задач} other {# задачи}}',
    en: '{n, plural, one {# task} other {# tasks}}',
  },
  files: {
    ru: '{n, plural, one {# файл} few {# файла} many {# файлов} other {# файла}}',
    en: '{n, plural, one {# file} other {# files}}',
  },
  deals: { ru: 'Сделки', en: 'Deals' },
  open: { ru: 'В работе', en: 'Open' },
  won: { ru: 'Выиграны', en: 'Won' },
  lost: { ru: 'Проиграны', en: 'Lost' },
  dealCount: {
    ru: '{n, plural, one {# сделка} few {# сделки} many {# сделок} other {# сделки}}',
    en: '{n, plural, one {# deal} other {# deals}}',
  },
  noDeals: { ru: 'Сделок пока нет.', en: 'No deals yet.' },
  average: { ru: 'Средний чек', en: 'Average deal won' },
  capped: { ru: 'Посчитаны последние 10 000 сделок.', en: 'The last 10,000 deals were counted.' },
});
