import { texts } from '@/lib/i18n';

export default texts({
  create: { ru: 'Создать «{name}»', en: 'Create “{name}”' },
  typeToSearch: { ru: 'Начните вводить название', en: 'Start typing to search' },
  searching: { ru: 'Поиск…', en: 'Searching…' },
  nothing: { ru: 'Ничего не найдено', en: 'Nothing found' },
  searchFailed: { ru: 'Не удалось выполнить поиск', en: 'The search failed' },
  selected: {
    ru: '{n, plural, one {Выбран #} few {Выбрано #} many {Выбрано #} other {Выбрано #}}',
    en: '{n, plural, one {# selected} other {# selected}}',
  },
  open: { ru: 'Открыть список', en: 'Open list' },
  clear: { ru: 'Очистить', en: 'Clear' },
});
