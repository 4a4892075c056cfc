import { texts } from '@/lib/i18n';

export default texts({
  title: { ru: 'История: {name}', en: 'History: {name}' },
  none: { ru: 'Это значение ещё не меняли.', en: 'Nobody has changed this yet.' },
  empty: { ru: 'не заполнено', en: 'empty' },
  now: { ru: 'сейчас', en: 'now' },
  before: { ru: 'до первого изменения', en: 'before the first change' },
  older: { ru: 'Показать более ранние', en: 'Show older ones' },
  putBack: { ru: 'Вернуть', en: 'Put back' },
  putBackValue: { ru: 'Вернуть значение: {value}', en: 'Put this value back: {value}' },
  done: { ru: '{name}: {value}', en: '{name}: {value}' },
  someone: { ru: 'сотрудник', en: 'a colleague' },
  robot: { ru: 'робот', en: 'a robot' },
  integration: { ru: 'интеграция', en: 'an integration' },
});
