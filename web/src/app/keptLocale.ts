import { texts } from '@/lib/i18n';

export default texts({
  starred: { ru: 'Избранное', en: 'Favourites' },
});
