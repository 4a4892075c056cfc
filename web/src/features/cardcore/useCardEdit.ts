import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { ApiError } from '@/lib/api';
import type { CardKind, Tag } from '@/lib/bootstrap';
import { useText } from '@/lib/i18n';
import { toast } from '@/ui/toast';
import { cardKey, cardQuery, feedKey, patchCard } from './api';
import type { CardEditing, Conflict } from './cardContext';
import locale from './locale';
import { applyPatch, baseOf, type Card, type CardPatch, PLURAL, partOf } from './model';

type Names = { company?: string; tags?: readonly Tag[] };

/** Saves changes of a card one property at a time: at once on screen, then on the server, back again when refused. */
export function useCardEdit(kind: CardKind, card: Card): Omit<CardEditing, 'openCard'> {
  const t = useText(locale);
  const queries = useQueryClient();
  const [faults, setFaults] = useState<Record<string, string>>({});
  const [conflict, setConflict] = useState<Conflict | null>(null);
  const key = cardKey(kind, card.id);
  const latest = () => queries.getQueryData<Card>(key) ?? card;

  /** Edits on their way; an answer to one of them does not take the others off the screen. */
  const waiting = useRef<{ patch: CardPatch; names: Names }[]>([]);

  function accept(next: Card) {
    queries.setQueryData(
      key,
      waiting.current.reduce((now, w) => applyPatch(now, w.patch, w.names), next),
    );
    queries.invalidateQueries({ queryKey: feedKey(kind, card.id) });
    queries.invalidateQueries({ queryKey: [PLURAL[kind]] });
  }

  async function send(patch: CardPatch, names: Names, base: CardPatch, version: number) {
    const mine = { patch, names };
    waiting.current.push(mine);
    const done = () => waiting.current.splice(waiting.current.indexOf(mine), 1);
    try {
      const answer = await patchCard(kind, card.id, { ...patch, version, base });
      done();
      accept(answer);
    } catch (error) {
      done();
      await refused(error, patch, base);
    }
  }

  async function refused(error: unknown, patch: CardPatch, base: CardPatch) {
    queries.setQueryData<Card>(
      key,
      (now) => now && applyPatch(now, base, { company: card.company?.name, tags: card.tags }),
    );
    if (!(error instanceof ApiError)) throw error;
    const clash = error.data as { paths?: string[] } | undefined;
    if (error.code === 'conflict' && clash?.paths) {
      const now = await queries.fetchQuery({ ...cardQuery(kind, card.id), staleTime: 0 });
      setConflict({ patch, paths: clash.paths, now });
      return;
    }
    if (error.fields.length > 0)
      setFaults((was) => ({ ...was, ...Object.fromEntries(error.fields.map((f) => [f.path, f.message])) }));
    else toast({ text: t('notSaved'), detail: error.message, tone: 'bad' });
    if (error.code === 'not_found' || error.code === 'forbidden') queries.invalidateQueries({ queryKey: key });
  }

  function save(patch: CardPatch, names: Names = {}) {
    const seen = latest();
    const paths = [...Object.keys(patch), ...Object.keys(patch.fields ?? {}).map((id) => `fields.${id}`)];
    setFaults((was) => Object.fromEntries(Object.entries(was).filter(([path]) => !paths.includes(path))));
    void queries.cancelQueries({ queryKey: key });
    queries.setQueryData(key, applyPatch(seen, patch, names));
    void send(patch, names, baseOf(seen, patch), seen.version);
  }

  function settle(mine: boolean) {
    if (!conflict) return;
    setConflict(null);
    if (mine) save(conflict.patch);
    else {
      // What nobody else touched is still saved.
      const rest = Object.keys(conflict.patch.fields ?? {}).filter((id) => !conflict.paths.includes(`fields.${id}`));
      if (rest.length > 0)
        save(
          partOf(
            conflict.patch,
            rest.map((id) => `fields.${id}`),
          ),
        );
    }
  }

  const locked = card.deleted_at ? t('lockedDeleted') : card.can.edit ? undefined : t('lockedRight');
  return { kind, card, save, accept, faults, conflict, settle, locked };
}
