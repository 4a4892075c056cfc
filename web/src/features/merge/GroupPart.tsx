import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { type CardKind, usePeopleById, useStatusesById } from '@/lib/bootstrap';
import { formatPhone, formatWhen } from '@/lib/format';
import { text, useText } from '@/lib/i18n';
import { can, useSession } from '@/lib/session';
import { Button } from '@/ui/Button';
import { Checkbox } from '@/ui/Checkbox';
import { toast } from '@/ui/toast';
import { type By, type Group, setDifferent } from './api';
import locale from './locale';
import { MOST, PATH } from './model';

/** Cards that share a key: which of them become one, or that they are different. */
export function GroupPart({
  kind,
  by,
  group,
  onMerge,
}: {
  kind: CardKind;
  by: By;
  group: Group;
  onMerge: (ids: number[]) => void;
}) {
  const t = useText(locale);
  const queries = useQueryClient();
  const who = useSession();
  const people = usePeopleById();
  const statuses = useStatusesById();
  const cards = group.cards ?? [];
  const [ticked, setTicked] = useState(() => cards.slice(0, MOST).map((c) => c.id));
  const chosen = ticked.filter((id) => cards.some((c) => c.id === id));
  const stale = () => void queries.invalidateQueries({ queryKey: ['duplicates'] });
  const locked = can(who, `${kind}.edit`) && can(who, `${kind}.delete`) ? undefined : t('noMerge');
  const head =
    by === 'phone'
      ? formatPhone(group.key.length === 10 ? `+7${group.key}` : group.key)
      : by === 'name'
        ? (cards[0]?.name ?? group.key)
        : group.key;

  async function apart() {
    const ids = cards.map((c) => c.id);
    try {
      await setDifferent(kind, ids, true);
      stale();
      toast({ text: text(locale, 'differentDone'), undo: () => setDifferent(kind, ids, false).then(stale) });
    } catch (error) {
      toast({ text: text(locale, 'failed'), detail: (error as Error).message, tone: 'bad' });
    }
  }
  return (
    <section aria-label={t('groupOf', { name: head })} className="rounded-control border border-line bg-surface">
      <header className="flex flex-wrap items-center gap-2 px-3 py-2">
        <h2 className="tabular min-w-0 flex-1 truncate font-semibold">
          {head}
          {group.count > cards.length && (
            <span className="ml-2 text-small font-normal text-muted">
              {t('allOf', { shown: cards.length, n: group.count })}
            </span>
          )}
        </h2>
        <Button
          variant="ghost"
          reason={can(who, `${kind}.edit`) ? undefined : t('noMerge')}
          onClick={() => void apart()}
        >
          {t('different')}
        </Button>
        <Button
          reason={locked ?? (chosen.length < 2 || chosen.length > MOST ? t('pickTwo') : undefined)}
          onClick={() => onMerge(chosen)}
        >
          {t('mergeMany')}
        </Button>
      </header>
      <ul>
        {cards.map((c) => (
          <li key={c.id} className="flex items-center gap-3 border-t border-line px-3 py-1.5">
            <Checkbox
              checked={ticked.includes(c.id)}
              onChange={(on) => setTicked(on ? [...ticked, c.id] : ticked.filter((id) => id !== c.id))}
              aria-label={t('pick', { name: c.name })}
            />
            <span className="grid min-w-0 flex-1 gap-x-4 desk:grid-cols-[minmax(0,3fr)_minmax(0,3fr)_minmax(0,2fr)_92px]">
              <Link
                to={`${PATH[kind]}/$id`}
                params={{ id: String(c.id) }}
                className="truncate font-medium hover:text-accent"
              >
                {c.name}
              </Link>
              <span className="tabular truncate text-muted">
                {c.detail || (c.status_id ? statuses.get(c.status_id)?.name : '')}
              </span>
              <span className="truncate text-muted max-desk:hidden">{people.get(c.responsible_id)?.name}</span>
              <span className="tabular truncate text-right text-muted max-desk:hidden">{formatWhen(c.created_at)}</span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
