export { CompaniesPage } from './CompaniesPage';
export { ContactsPage } from './ContactsPage';
