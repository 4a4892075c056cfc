import { texts } from '@/lib/i18n';

export default texts({
  person: { ru: 'Кто сделал', en: 'Done by' },
  anyone: { ru: 'Кто угодно', en: 'Anybody' },
  day: { ru: 'Перейти к дню', en: 'Go to a day' },
  dayHint: {
    ru: 'Лента покажет этот день и то, что было раньше.',
    en: 'The history shows this day and what came before.',
  },
  linked: { ru: 'События связанных карточек', en: 'Events of linked cards' },
  linkedHint: {
    ru: 'Сделок, контактов и компании, которые вам видны.',
    en: 'Of the deals, people and company you may see.',
  },
});
