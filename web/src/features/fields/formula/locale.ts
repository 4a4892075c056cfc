import { texts } from '@/lib/i18n';

export default texts({
  formula: { ru: 'Формула', en: 'Formula' },
  formulaHint: {
    ru: 'Поля берутся в фигурные скобки. Пересчитывается сама при каждом изменении; «сегодня» в формулах нет, для него есть фильтры.',
    en: 'Fields stand in braces. It is computed anew with every change; there is no “today” in formulas, filters have it.',
  },
  formulaField: { ru: 'Вставить поле', en: 'Insert a field' },
  formulaFunction: { ru: 'Вставить функцию', en: 'Insert a function' },
  std_name: { ru: 'Название карточки', en: 'Name of the card' },
  std_price: { ru: 'Бюджет', en: 'Budget' },
  std_created_at: { ru: 'Создано', en: 'Created' },
  std_closed_at: { ru: 'Закрыто', en: 'Closed' },
  std_status_changed_at: { ru: 'На этапе с', en: 'In the stage since' },
  fn_IF: { ru: 'условие; если да; если нет', en: 'condition, if yes, if no' },
  fn_ROUND: { ru: 'число; знаков после запятой', en: 'number, decimals' },
  fn_DAYS: { ru: 'дней от даты до даты', en: 'days from a date to a date' },
  fn_CONCAT: { ru: 'склеить тексты', en: 'join texts' },
  fn_IFEMPTY: { ru: 'значение; если пусто', en: 'value, if it is empty' },
  fn_ISEMPTY: { ru: 'пусто ли', en: 'is it empty' },
  fn_MIN: { ru: 'наименьшее', en: 'the least' },
  fn_MAX: { ru: 'наибольшее', en: 'the largest' },
  fn_ABS: { ru: 'без знака', en: 'without its sign' },
  fn_DATE: { ru: 'день', en: 'a day' },
  fn_YEAR: { ru: 'год', en: 'the year' },
  fn_MONTH: { ru: 'месяц', en: 'the month' },
});
