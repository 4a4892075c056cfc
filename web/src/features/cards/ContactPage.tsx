import { getRouteApi } from '@tanstack/react-router';
import { CardPage } from './CardPage';

const route = getRouteApi('/frame/contacts/$id');

/** A person at its own address. */
export function ContactPage() {
  return <CardPage kind="contact" id={Number(route.useParams().id)} />;
}
