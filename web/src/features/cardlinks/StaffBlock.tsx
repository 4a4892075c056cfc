import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { Block, CardLink, patchCard, useCard } from '@/features/cardcore';
import type { ApiError } from '@/lib/api';
import { useText } from '@/lib/i18n';
import { can, useSession } from '@/lib/session';
import { Avatar } from '@/ui/Avatar';
import { ErrorState } from '@/ui/ErrorState';
import { IconButton } from '@/ui/IconButton';
import { toast } from '@/ui/toast';
import { AddRecord } from './AddRecord';
import { peopleOf } from './api';
import locale from './locale';

/** The people who work at a company; one more is added by typing. */
export function StaffBlock() {
  const t = useText(locale);
  const { card } = useCard();
  const queries = useQueryClient();
  const session = useSession();
  const [adding, setAdding] = useState(false);
  const may = can(session, 'contact.view');
  const people = useQuery({ ...peopleOf(card.id), enabled: may });
  if (!may) return null;

  async function join(id: number, company: number) {
    try {
      await patchCard('contact', id, { company_id: company });
    } catch (error) {
      toast({ text: t('notSaved'), detail: (error as Error).message, tone: 'bad' });
    }
    queries.invalidateQueries({ queryKey: ['linked'] });
  }
  async function leave(id: number, name: string) {
    await join(id, 0);
    toast({ text: t('unlinked', { name }), undo: () => join(id, card.id) });
  }
  return (
    <Block
      title={t('people')}
      count={people.data?.length || undefined}
      action={
        can(session, 'contact.edit') &&
        !adding && (
          <IconButton
            size="small"
            label={t('addContact')}
            icon={<Plus aria-hidden="true" size={16} />}
            onClick={() => setAdding(true)}
          />
        )
      }
    >
      {people.error && <ErrorState compact error={people.error as ApiError} onRetry={() => void people.refetch()} />}
      {people.data?.length === 0 && !adding && <p className="text-muted">{t('noPeople')}</p>}
      {people.data?.map((p) => (
        <div key={p.id} className="flex min-h-control items-center gap-1.5">
          <Avatar name={p.name} size={20} />
          <CardLink kind="contact" id={p.id} className="min-w-0 flex-1 truncate font-medium">
            {p.name}
          </CardLink>
          {p.can.edit && (
            <IconButton
              size="small"
              label={`${t('unlink')}: ${p.name}`}
              icon={<X aria-hidden="true" size={14} />}
              onClick={() => void leave(p.id, p.name)}
            />
          )}
        </div>
      ))}
      {adding && (
        <AddRecord
          kind="contact"
          autoFocus
          companyId={card.id}
          taken={people.data?.map((p) => p.id) ?? []}
          onPick={(person) => {
            setAdding(false);
            void join(person.id, card.id);
          }}
          onCancel={() => setAdding(false)}
        />
      )}
    </Block>
  );
}
