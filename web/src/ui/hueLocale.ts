import { texts } from '@/lib/i18n';

export default texts({
  hue1: { ru: 'Красный', en: 'Red' },
  hue2: { ru: 'Оранжевый', en: 'Orange' },
  hue3: { ru: 'Янтарный', en: 'Amber' },
  hue4: { ru: 'Оливковый', en: 'Olive' },
  hue5: { ru: 'Зелёный', en: 'Green' },
  hue6: { ru: 'Изумрудный', en: 'Emerald' },
  hue7: { ru: 'Бирюзовый', en: 'Teal' },
  hue8: { ru: 'Голубой', en: 'Cyan' },
  hue9: { ru: 'Синий', en: 'Blue' },
  hue10: { ru: 'Индиго', en: 'Indigo' },
  hue11: { ru: 'Фиолетовый', en: 'Violet' },
  hue12: { ru: 'Розовый', en: 'Pink' },
});
