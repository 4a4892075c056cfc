import { texts } from '@/lib/i18n';

export default texts({
  notSaved: { ru: 'Изменение не сохранено', en: 'The change was not saved' },
  star: { ru: 'В избранное', en: 'Favourite' },
  watch: { ru: 'Наблюдать', en: 'Watch' },
  unwatch: { ru: 'Не наблюдать', en: 'Stop watching' },
  watchers: { ru: 'Наблюдатели: {n}', en: 'Watchers: {n}' },
});
