import { texts } from '@/lib/i18n';

export default texts({
  errorTitle: { ru: 'Не удалось загрузить', en: 'This could not be loaded' },
  requestId: { ru: 'Номер запроса: {id}', en: 'Request ID: {id}' },
  retry: { ru: 'Повторить', en: 'Retry' },
  forbiddenTitle: { ru: 'Недостаточно прав', en: 'You have no access to this' },
  forbiddenText: {
    ru: 'Нужно право «{right}». Его может выдать {whom}.',
    en: 'This needs the right “{right}”. {whom} can grant it.',
  },
  admin: { ru: 'администратор аккаунта', en: 'An account administrator' },
});
