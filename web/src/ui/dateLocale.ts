import { texts } from '@/lib/i18n';

export default texts({
  calendar: { ru: 'Открыть календарь', en: 'Open calendar' },
  dateFormat: { ru: 'дд.мм.гггг', en: '12 Nov 2026' },
  dateTimeFormat: { ru: 'дд.мм.гггг чч:мм', en: '12 Nov 2026 9:00' },
  dateWrong: {
    ru: 'Не похоже на дату. Например: 12.11.2026 или «завтра»',
    en: 'This is not a date. For example: 12 Nov 2026 or “tomorrow”',
  },
  time: { ru: 'Время', en: 'Time' },
  prevMonth: { ru: 'Предыдущий месяц', en: 'Previous month' },
  nextMonth: { ru: 'Следующий месяц', en: 'Next month' },
});
