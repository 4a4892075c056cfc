import { Link } from '@tanstack/react-router';
import { useText } from '@/lib/i18n';
import type { ImportDetail } from './api';
import locale from './locale';

/** The way to what came in: the board when there are deals, else the contacts. */
export function OpenMade({ detail: i }: { detail: ImportDetail }) {
  const t = useText(locale);
  const deals = (i.progress.created.deal ?? 0) + (i.progress.joined.deal ?? 0) > 0;
  return (
    <Link
      to={deals ? '/deals' : '/contacts'}
      search={{}}
      className="inline-flex min-h-control items-center rounded-control bg-fill px-2.5 font-medium text-on-fill no-underline hover:bg-fill-hover"
    >
      {t(deals ? 'openDeals' : 'openContacts')}
    </Link>
  );
}
