import { texts } from '@/lib/i18n';

export default texts({
  groupNone: { ru: 'Не указано', en: 'None' },
  groupGone: { ru: 'Удалено', en: 'Deleted' },
  groupFailed: { ru: 'Не загрузилось. Повторить', en: 'Not loaded. Retry' },
  groupMore: { ru: 'Слишком много записей для групп', en: 'Too many records for groups' },
  groupMoreText: {
    ru: 'Под фильтр подходит больше 100 000. Сузьте его или уберите группировку.',
    en: 'More than 100,000 pass the filter. Narrow it or take the groups away.',
  },
  groupCut: { ru: 'Показаны {n} самых больших групп', en: 'The {n} largest groups are shown' },
  foldAll: { ru: 'Свернуть все', en: 'Fold all' },
  unfoldAll: { ru: 'Развернуть все', en: 'Unfold all' },
  totalsMore: {
    ru: 'Записей больше 100 000: сузьте фильтр, чтобы увидеть итоги.',
    en: 'There are more than 100,000 records: narrow the filter to see the totals.',
  },
  total_sum: { ru: 'Сумма', en: 'Sum' },
  total_average: { ru: 'Среднее', en: 'Average' },
  total_min: { ru: 'Минимум', en: 'Least' },
  total_max: { ru: 'Максимум', en: 'Largest' },
  total_count: { ru: 'Заполнено', en: 'Filled in' },
  findCompany: { ru: 'Найти компанию', en: 'Find a company' },
  saved: { ru: 'Изменено: {name}', en: 'Changed: {name}' },
  notSaved: { ru: 'Не сохранено: {name}', en: 'Not saved: {name}' },
});
