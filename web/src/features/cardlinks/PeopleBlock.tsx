import { useQueryClient } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { Block, type Card, cardKey, type DealPerson, orderPeople, useCard } from '@/features/cardcore';
import { text, useText } from '@/lib/i18n';
import { IconButton } from '@/ui/IconButton';
import { toast } from '@/ui/toast';
import { AddRecord } from './AddRecord';
import { linkPerson, unlinkPerson } from './api';
import locale from './locale';
import { PersonItem } from './PersonItem';

/** The people of a deal: the main one open, the others folded; one more is added by typing. */
export function PeopleBlock() {
  const t = useText(locale);
  const { card, accept, locked } = useCard();
  const queries = useQueryClient();
  const [adding, setAdding] = useState(false);
  const people = orderPeople(card.contacts ?? []);

  async function act(change: (people: DealPerson[]) => DealPerson[], send: () => Promise<Card>): Promise<boolean> {
    const key = cardKey('deal', card.id);
    await queries.cancelQueries({ queryKey: key });
    queries.setQueryData<Card>(key, (now) => now && { ...now, contacts: change(now.contacts ?? []) });
    try {
      accept(await send());
      return true;
    } catch (error) {
      queries.setQueryData<Card>(key, (now) => now && { ...now, contacts: card.contacts });
      toast({ text: text(locale, 'notSaved'), detail: (error as Error).message, tone: 'bad' });
      return false;
    }
  }
  const add = (person: { id: number; name: string; phone?: string; email?: string }) =>
    act(
      (now) => [
        ...now,
        {
          id: person.id,
          name: person.name,
          is_main: now.length === 0,
          phone: person.phone ?? '',
          email: person.email ?? '',
        },
      ],
      () => linkPerson(card.id, person.id, people.length === 0),
    );
  const makeMain = (id: number) =>
    act(
      (now) => now.map((p) => ({ ...p, is_main: p.id === id })),
      () => linkPerson(card.id, id, true),
    );
  async function unlink(person: DealPerson) {
    const done = await act(
      (now) => now.filter((p) => p.id !== person.id),
      () => unlinkPerson(card.id, person.id),
    );
    if (done)
      toast({
        text: t('unlinked', { name: person.name || t('contact') }),
        undo: async () => accept(await linkPerson(card.id, person.id, person.is_main)),
      });
  }
  return (
    <Block
      title={t('people')}
      count={people.length || undefined}
      action={
        !locked &&
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
      {people.map((person) => (
        <PersonItem
          key={person.id}
          person={person}
          onMain={() => void makeMain(person.id)}
          onUnlink={() => void unlink(person)}
        />
      ))}
      {(adding || people.length === 0) && !locked && (
        <AddRecord
          kind="contact"
          autoFocus={adding}
          taken={people.map((p) => p.id)}
          companyId={card.company?.id}
          onPick={(person) => {
            setAdding(false);
            void add(person);
          }}
          onCancel={() => setAdding(false)}
        />
      )}
    </Block>
  );
}
