import { getRouteApi } from '@tanstack/react-router';
import { RecordsPage } from './RecordsPage';

const route = getRouteApi('/frame/contacts');

/** The people of the account. */
export function ContactsPage() {
  return <RecordsPage kind="contact" search={route.useSearch()} />;
}
