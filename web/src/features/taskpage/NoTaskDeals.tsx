import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { cardAddress } from '@/features/tasks';
import { useText } from '@/lib/i18n';
import { can, useSession } from '@/lib/session';
import { IconButton } from '@/ui/IconButton';
import { dealsWithoutTask } from './api';
import locale from './locale';

/** When nothing is left for today: deals nobody has planned anything for. */
export function NoTaskDeals({
  people,
  onTask,
}: {
  people: readonly number[];
  onTask: (deal: { id: number; name: string }) => void;
}) {
  const t = useText(locale);
  const session = useSession();
  const deals = useQuery({ ...dealsWithoutTask(people), enabled: can(session, 'deal.view') });
  if (!deals.data?.length) return null;
  const may = can(session, 'task.create');
  return (
    <section aria-label={t('noTaskDeals')} className="px-1.5 pt-2">
      <h3 className="pb-1 text-small font-medium text-muted">{t('noTaskDeals')}</h3>
      <ul className="flex flex-col">
        {deals.data.map((deal) => {
          const name = deal.name || t('unnamed');
          return (
            <li key={deal.id} className="flex min-w-0 items-center gap-1">
              <span aria-hidden="true" className="size-2 shrink-0 rounded-full bg-warn" />
              <Link
                to={cardAddress({ kind: 'deal', id: deal.id })}
                className="min-h-tap min-w-0 flex-1 truncate leading-6 no-underline max-desk:leading-[44px] hover:text-accent hover:underline"
              >
                {name}
              </Link>
              {may && (
                <IconButton
                  size="small"
                  label={t('addTaskTo', { name })}
                  icon={<Plus aria-hidden="true" size={14} />}
                  onClick={() => onTask({ id: deal.id, name })}
                />
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
