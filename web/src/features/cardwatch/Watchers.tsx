import { useQuery } from '@tanstack/react-query';
import { Eye, Star } from 'lucide-react';
import { useCard } from '@/features/cardcore';
import { useMe, usePeople } from '@/lib/bootstrap';
import { useText } from '@/lib/i18n';
import { Avatar } from '@/ui/Avatar';
import { IconButton } from '@/ui/IconButton';
import { openMenu } from '@/ui/openMenu';
import { toast } from '@/ui/toast';
import locale from './locale';
import { useWatch, watchersQuery } from './watch';

const SHOWN = 3;

/** The star of a card, and who watches it: I, and the colleagues I ask to. */
export function Watchers() {
  const t = useText(locale);
  const { kind, card } = useCard();
  const me = useMe();
  const people = usePeople();
  const { data } = useQuery({ ...watchersQuery(kind, card.id), enabled: !card.deleted_at });
  const verbs = useWatch(kind, card.id);
  if (!data) return null;
  const ids = data.user_ids;
  const watching = ids.includes(me.id);
  const failed = (error: Error) => toast({ text: t('notSaved'), detail: error.message, tone: 'bad' });
  const toggle = (id: number) =>
    void verbs.set(ids.includes(id) ? ids.filter((x) => x !== id) : [...ids, id]).catch(failed);
  const nameOf = (id: number) => people.find((p) => p.id === id)?.name ?? '';
  const others = people.filter((p) => p.id !== me.id && (p.is_active || ids.includes(p.id)));
  return (
    <>
      <IconButton
        label={t('star')}
        pressed={data.is_starred}
        icon={<Star aria-hidden="true" size={16} fill={data.is_starred ? 'currentColor' : 'none'} />}
        onClick={() => void verbs.star(!data.is_starred).catch(failed)}
      />
      <span className="flex -space-x-1 max-desk:hidden">
        {ids.slice(0, SHOWN).map((id) => (
          <span key={id} data-tip={nameOf(id)}>
            <Avatar name={nameOf(id)} size={20} />
          </span>
        ))}
      </span>
      {ids.length > SHOWN && <span className="tabular text-small text-muted">+{ids.length - SHOWN}</span>}
      <IconButton
        label={t('watchers', { n: ids.length })}
        pressed={watching}
        icon={<Eye aria-hidden="true" size={16} />}
        onClick={(e) =>
          openMenu({
            anchor: e.currentTarget,
            align: 'end',
            items: [
              { id: 'me', label: t(watching ? 'unwatch' : 'watch'), onSelect: () => toggle(me.id) },
              ...(others.length > 0 ? [{ kind: 'separator' as const, id: 'line' }] : []),
              ...others.map((p) => ({
                id: String(p.id),
                label: p.name,
                checked: ids.includes(p.id),
                onSelect: () => toggle(p.id),
              })),
            ],
          })
        }
      />
    </>
  );
}
