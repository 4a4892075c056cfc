import { texts } from '@/lib/i18n';

export default texts({
  notices: { ru: 'Уведомления', en: 'Notifications' },
});
