import { texts } from '@/lib/i18n';

export default texts({
  close: { ru: 'Закрыть', en: 'Close' },
  cancel: { ru: 'Отмена', en: 'Cancel' },
  add: { ru: 'Добавить', en: 'Add' },
  save: { ru: 'Сохранить', en: 'Save' },
  copy: { ru: 'Копировать', en: 'Copy' },
  copied: { ru: 'Скопировано', en: 'Copied' },
  undo: { ru: 'Отменить', en: 'Undo' },
  required: { ru: 'обязательно', en: 'required' },
  emptyValue: { ru: 'не заполнено', en: 'empty' },
});
