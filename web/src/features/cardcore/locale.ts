import { texts } from '@/lib/i18n';

export default texts({
  company: { ru: 'Компания', en: 'Company' },
  number: { ru: '№ {id}', en: 'No. {id}' },
  name: { ru: 'Название', en: 'Name' },
  personName: { ru: 'Имя', en: 'Name' },
  notSaved: { ru: 'Изменение не сохранено', en: 'The change was not saved' },
  lockedRight: { ru: 'У вас нет права изменять эту карточку', en: 'You may not change this card' },
  lockedDeleted: { ru: 'Карточка в корзине: сначала восстановите её', en: 'The card is in the bin: restore it first' },
  budget: { ru: 'Бюджет', en: 'Budget' },
  responsible: { ru: 'Ответственный', en: 'Responsible' },
  lossReason: { ru: 'Причина отказа', en: 'Loss reason' },
  noReason: { ru: 'Без причины', en: 'No reason' },
  requiredHere: { ru: 'Обязательно на этом этапе', en: 'Required in this stage' },
  conflictTitle: { ru: 'Пока вы редактировали, это изменили', en: 'This was changed while you were editing' },
  conflictText: {
    ru: 'Автор изменения: {name}, {when}. Выберите, что оставить.',
    en: 'Changed by {name}, {when}. Choose what stays.',
  },
  conflictMine: { ru: 'Ваше значение', en: 'Your value' },
  conflictTheirs: { ru: 'Сейчас в карточке', en: 'On the card now' },
  keepMine: { ru: 'Сохранить моё', en: 'Save mine' },
  keepTheirs: { ru: 'Оставить как есть', en: 'Keep what is there' },
  empty: { ru: 'не заполнено', en: 'empty' },
  someone: { ru: 'сотрудник', en: 'a colleague' },
  history: { ru: 'История: {name}', en: 'History: {name}' },
  historyTip: { ru: 'Кто и когда менял (h)', en: 'Who changed it and when (h)' },
});
