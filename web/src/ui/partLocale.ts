import { texts } from '@/lib/i18n';

export default texts({
  dropFiles: { ru: 'Перетащите файлы сюда или', en: 'Drop files here or' },
  chooseFiles: { ru: 'выберите на устройстве', en: 'choose from this device' },
  step: { ru: 'Шаг {n} из {total}', en: 'Step {n} of {total}' },
  stepDone: { ru: 'готово', en: 'done' },
  typeCount: {
    ru: 'Введите число {count}, чтобы подтвердить',
    en: 'Type {count} to confirm',
  },
  notifications: { ru: 'Уведомления', en: 'Notifications' },
  sort: { ru: 'Сортировать: {name}', en: 'Sort by {name}' },
});
