import { texts } from '@/lib/i18n';

export default texts({
  remove: { ru: 'Убрать: {name}', en: 'Remove {name}' },
});
