import { texts } from '@/lib/i18n';

export default texts({
  title: { ru: 'События', en: 'Events' },
  filters: { ru: 'Отбор событий', en: 'Filter of events' },
  who: { ru: 'Кто', en: 'Who' },
  anyone: { ru: 'Все сотрудники', en: 'Everyone' },
  kind: { ru: 'Где', en: 'Where' },
  everywhere: { ru: 'Везде', en: 'Everywhere' },
  deal: { ru: 'Сделки', en: 'Deals' },
  contact: { ru: 'Контакты', en: 'Contacts' },
  company: { ru: 'Компании', en: 'Companies' },
  from: { ru: 'С', en: 'From' },
  to: { ru: 'По', en: 'To' },
  empty: { ru: 'Событий пока нет', en: 'There are no events yet' },
  noMatch: { ru: 'За это время ничего не произошло', en: 'Nothing happened in this period' },
  clear: { ru: 'Сбросить', en: 'Clear' },
  more: { ru: 'Показать ещё', en: 'Show more' },
  note: { ru: 'Заметка: {text}', en: 'Note: {text}' },
  robot: { ru: 'Робот', en: 'Robot' },
  time: { ru: 'Когда', en: 'When' },
  what: { ru: 'Что произошло', en: 'What happened' },
  object: { ru: 'Объект', en: 'Object' },
});
