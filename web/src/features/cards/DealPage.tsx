import { getRouteApi } from '@tanstack/react-router';
import { CardPage } from './CardPage';

const route = getRouteApi('/frame/deals/$id');

/** A deal at its own address. */
export function DealPage() {
  return <CardPage kind="deal" id={Number(route.useParams().id)} />;
}
