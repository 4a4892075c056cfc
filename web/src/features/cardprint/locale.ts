import { texts } from '@/lib/i18n';

export default texts({
  deal: { ru: 'Сделка', en: 'Deal' },
  contact: { ru: 'Контакт', en: 'Contact' },
  company: { ru: 'Компания', en: 'Company' },
  number: { ru: '{kind} № {id}', en: '{kind} No. {id}' },
  printed: { ru: 'Напечатано {when}', en: 'Printed {when}' },
  stage: { ru: 'Этап', en: 'Stage' },
  budget: { ru: 'Бюджет', en: 'Budget' },
  responsible: { ru: 'Ответственный', en: 'Responsible' },
  people: { ru: 'Контакты', en: 'Contacts' },
  lossReason: { ru: 'Причина отказа', en: 'Loss reason' },
  tags: { ru: 'Теги', en: 'Tags' },
  created: { ru: 'Создано', en: 'Created' },
  tasks: { ru: 'Открытые задачи', en: 'Open tasks' },
  notes: { ru: 'Заметки', en: 'Notes' },
  cut: { ru: 'Напечатаны последние {n}.', en: 'The last {n} are printed.' },
  files: {
    ru: '{n, plural, one {приложен # файл} few {приложено # файла} many {приложено # файлов} other {приложено # файла}}',
    en: '{n, plural, one {# file attached} other {# files attached}}',
  },
  someone: { ru: 'сотрудник', en: 'a colleague' },
  failed: { ru: 'Не удалось подготовить печать', en: 'The card could not be prepared for printing' },
});
