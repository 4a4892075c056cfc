import { texts } from '@/lib/i18n';

export default texts({
  setHint: { ru: 'Подсказка', en: 'Hint' },
  setHintText: { ru: 'Видна, пока поле пустое', en: 'Shown while the field is empty' },
  setDecimals: { ru: 'Знаков после запятой', en: 'Digits after the point' },
  setUnit: { ru: 'Единица', en: 'Unit' },
  setUnitExample: { ru: 'м², шт., ч', en: 'm², pcs, h' },
  setMin: { ru: 'Не меньше', en: 'At least' },
  setMax: { ru: 'Не больше', en: 'At most' },
  setMaxLength: { ru: 'Не длиннее, знаков', en: 'At most, characters' },
  setOptions: { ru: 'Варианты', en: 'Choices' },
  setOptionsHint: {
    ru: 'Один вариант на строке. Порядок строк станет порядком в списке.',
    en: 'One choice on a line, in the order people will see.',
  },
  setLinkKinds: { ru: 'На что ссылается', en: 'What it leads to' },
  setMaxFiles: { ru: 'Сколько файлов вмещает', en: 'How many files it holds' },
  setMultiple: { ru: 'Можно несколько', en: 'Several may be chosen' },
  setCurrency: { ru: 'Валюта по умолчанию', en: 'Currency to begin with' },
  setCurrencyHint: { ru: 'В карточке можно выбрать другую.', en: 'Another can be chosen on the card.' },
  accountCurrency: { ru: 'Валюта аккаунта', en: 'That of the account' },
});
