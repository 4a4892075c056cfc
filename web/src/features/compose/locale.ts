import { texts } from '@/lib/i18n';

export default texts({
  notSaved: { ru: 'Изменение не сохранено', en: 'The change was not saved' },
  composer: { ru: 'Что добавить', en: 'What to add' },
  note: { ru: 'Заметка', en: 'Note' },
  task: { ru: 'Задача', en: 'Task' },
  comment: { ru: 'Обсуждение', en: 'Discussion' },
  commentPlaceholder: { ru: 'Напишите коллегам, @ — позвать человека…', en: 'Write to colleagues, @ calls a person…' },
  send: { ru: 'Отправить', en: 'Send' },
  attach: { ru: 'Приложить файлы', en: 'Attach files' },
  noReply: { ru: 'Не отвечать на это', en: 'Do not answer this' },
  colleagues: { ru: 'Коллеги', en: 'Colleagues' },
  blindTitle: { ru: 'Не все увидят эту карточку', en: 'Not everybody sees this card' },
  blindBody: {
    ru: 'Нет доступа к карточке: {names}. Уведомление они не прочитают.',
    en: 'These people may not see the card: {names}. They will not be able to read it.',
  },
  sendAnyway: { ru: 'Всё равно отправить', en: 'Send anyway' },
  notePlaceholder: { ru: 'Напишите заметку…', en: 'Write a note…' },
  addNote: { ru: 'Добавить', en: 'Add' },
  openTasks: { ru: 'Открытые задачи', en: 'Open tasks' },
});
