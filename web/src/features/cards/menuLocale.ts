import { texts } from '@/lib/i18n';

export default texts({
  notSaved: { ru: 'Изменение не сохранено', en: 'The change was not saved' },
  linkCopied: { ru: 'Ссылка скопирована', en: 'The link was copied' },
  copyFailed: { ru: 'Браузер не дал скопировать', en: 'The browser did not let it be copied' },
  removed: { ru: '«{name}» в корзине', en: '“{name}” is in the bin' },
  copyLink: { ru: 'Копировать ссылку', en: 'Copy the link' },
  openPage: { ru: 'Открыть на всю страницу', en: 'Open as a page' },
  mergeWith: { ru: 'Объединить с…', en: 'Merge with…' },
  noMerge: { ru: 'Нужны права изменять и удалять карточки', en: 'You need the rights to edit and to delete cards' },
  print: { ru: 'Распечатать', en: 'Print' },
  remove: { ru: 'Удалить', en: 'Delete' },
  noDelete: { ru: 'У вас нет права удалять эту карточку', en: 'You may not delete this card' },
  nameHistory: { ru: 'История названия', en: 'History of the name' },
});
