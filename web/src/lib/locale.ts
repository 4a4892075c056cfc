import { texts } from './i18n';

export default texts({
  offline: {
    ru: 'Нет связи с сервером. Проверьте подключение и повторите.',
    en: 'The server cannot be reached. Check the connection and try again.',
  },
  needsLine: { ru: 'Нужна связь с сервером', en: 'Needs a connection to the server' },
  today: { ru: 'сегодня', en: 'today' },
  yesterday: { ru: 'вчера', en: 'yesterday' },
  tomorrow: { ru: 'завтра', en: 'tomorrow' },
});
