import { texts } from '@/lib/i18n';

export default texts({
  ringRed: { ru: 'Задача просрочена', en: 'Task overdue' },
  ringGreen: { ru: 'Задача на сегодня', en: 'Task for today' },
  ringOrange: { ru: 'Нет задач', en: 'No tasks' },
  ringNone: { ru: 'Задача позже', en: 'Task later' },
});
