import { getRouteApi } from '@tanstack/react-router';
import { CardPage } from './CardPage';

const route = getRouteApi('/frame/companies/$id');

/** A company at its own address. */
export function CompanyPage() {
  return <CardPage kind="company" id={Number(route.useParams().id)} />;
}
