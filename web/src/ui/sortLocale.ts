import { texts } from '@/lib/i18n';

export default texts({
  moveUp: { ru: 'Переместить выше: {name}', en: 'Move {name} up' },
  moveDown: { ru: 'Переместить ниже: {name}', en: 'Move {name} down' },
  movedTo: { ru: '{name}: место {place} из {total}', en: '{name}: place {place} of {total}' },
  drag: { ru: 'Перетащить: {name}', en: 'Drag {name}' },
});
