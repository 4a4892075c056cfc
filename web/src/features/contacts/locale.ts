import { texts } from '@/lib/i18n';

export default texts({
  duplicates: { ru: 'Найти дубли', en: 'Find duplicates' },
  bin: { ru: 'Корзина', en: 'Recycle bin' },
  contacts: { ru: 'Контакты', en: 'Contacts' },
  companies: { ru: 'Компании', en: 'Companies' },
  newContact: { ru: 'Новый контакт', en: 'New contact' },
  newCompany: { ru: 'Новая компания', en: 'New company' },
  tools: { ru: 'Поиск и вид', en: 'Search and view' },
  emptyContacts: { ru: 'Контактов пока нет', en: 'There are no contacts yet' },
  emptyContactsText: {
    ru: 'Добавьте первого человека или загрузите таблицу со списком клиентов.',
    en: 'Add the first person or import a spreadsheet of your clients.',
  },
  emptyCompanies: { ru: 'Компаний пока нет', en: 'There are no companies yet' },
  emptyCompaniesText: {
    ru: 'Добавьте первую компанию или загрузите таблицу.',
    en: 'Add the first company or import a spreadsheet.',
  },
  import: { ru: 'Импорт', en: 'Import' },
  export: { ru: 'Экспорт', en: 'Export' },
  more: { ru: 'Ещё', en: 'More' },
  firstName: { ru: 'Имя', en: 'First name' },
  lastName: { ru: 'Фамилия', en: 'Last name' },
  name: { ru: 'Название', en: 'Name' },
  phone: { ru: 'Телефон', en: 'Phone' },
  email: { ru: 'Эл. почта', en: 'E-mail' },
  cancel: { ru: 'Отмена', en: 'Cancel' },
  add: { ru: 'Добавить', en: 'Add' },
  refused: { ru: 'Не удалось добавить', en: 'Could not add' },
});
