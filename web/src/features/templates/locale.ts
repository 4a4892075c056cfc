import { texts } from '@/lib/i18n';

export default texts({
  templates: { ru: 'Шаблоны', en: 'Templates' },
  template: { ru: 'Шаблон', en: 'Template' },
  lead: {
    ru: 'Шаблон помнит, куда идут столбцы, и настройки импорта. Столбцы он находит по заголовкам.',
    en: 'A template remembers where the columns go and how to import. It finds the columns by their titles.',
  },
  columns: {
    ru: '{n, plural, one {# столбец} few {# столбца} many {# столбцов} other {# столбца}}',
    en: '{n, plural, one {# column} other {# columns}}',
  },
  save: { ru: 'Сохранить как шаблон…', en: 'Save as a template…' },
  saveTitle: { ru: 'Сохранить шаблон импорта', en: 'Save an import template' },
  saveHint: {
    ru: 'Ваш шаблон с тем же названием будет заменён.',
    en: 'A template of yours with the same name will be replaced.',
  },
  name: { ru: 'Название шаблона', en: 'Name of the template' },
  saved: { ru: 'Шаблон «{name}» сохранён', en: 'The template “{name}” is saved' },
  applied: { ru: 'Применён шаблон «{name}»', en: 'The template “{name}” is used' },
  rename: { ru: 'Переименовать', en: 'Rename' },
  remove: { ru: 'Удалить', en: 'Delete' },
  removeTitle: { ru: 'Удалить шаблон «{name}»?', en: 'Delete the template “{name}”?' },
  removeBody: {
    ru: 'Им пользуются все, кто загружает таблицы. Прошлых импортов это не коснётся.',
    en: 'Everybody who imports can use it. Past imports do not change.',
  },
  removed: { ru: 'Шаблон «{name}» удалён', en: 'The template “{name}” is deleted' },
  more: { ru: 'Действия шаблона «{name}»', en: 'Actions of the template “{name}”' },
  notYours: {
    ru: 'Менять шаблон может его автор или администратор',
    en: 'Its author or an administrator may change a template',
  },
});
