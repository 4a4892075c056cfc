import { getRouteApi } from '@tanstack/react-router';
import { RecordsPage } from './RecordsPage';

const route = getRouteApi('/frame/companies');

/** The companies of the account. */
export function CompaniesPage() {
  return <RecordsPage kind="company" search={route.useSearch()} />;
}
