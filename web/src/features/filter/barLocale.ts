import { texts } from '@/lib/i18n';

export default texts({
  search: { ru: 'Поиск и фильтр', en: 'Search and filter' },
  add: { ru: 'Фильтр', en: 'Filter' },
  clear: { ru: 'Сбросить', en: 'Clear' },
});
