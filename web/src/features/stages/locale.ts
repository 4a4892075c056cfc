import { texts } from '@/lib/i18n';

export default texts({
  notSaved: { ru: 'Изменение не сохранено', en: 'The change was not saved' },
  lossReason: { ru: 'Причина отказа', en: 'Loss reason' },
  noReason: { ru: 'Без причины', en: 'No reason' },
  stage: { ru: 'Этап', en: 'Stage' },
  stageStrip: { ru: 'Этап сделки', en: 'Stage of the deal' },
  pipeline: { ru: 'Воронка: {name}', en: 'Pipeline: {name}' },
  changePipeline: { ru: 'Сменить воронку', en: 'Change the pipeline' },
  days: {
    ru: '{n, plural, one {# день} few {# дня} many {# дней} other {# дня}}',
    en: '{n, plural, one {# day} other {# days}}',
  },
  firstDay: { ru: 'сегодня', en: 'since today' },
  moved: { ru: '«{name}»: {stage}', en: '“{name}”: {stage}' },
  moveTo: { ru: 'Перевести в «{stage}»', en: 'Move to “{stage}”' },
  moveNeeds: { ru: 'Для этого этапа нужно заполнить:', en: 'This stage needs these fields:' },
  loseTitle: { ru: 'Закрыть как «{stage}»', en: 'Close as “{stage}”' },
  loseComment: { ru: 'Комментарий', en: 'Comment' },
  wonBudget: { ru: 'Итоговый бюджет', en: 'Final budget' },
  cancel: { ru: 'Отмена', en: 'Cancel' },
  fillIn: { ru: 'Заполните это поле', en: 'Fill in this field' },
});
