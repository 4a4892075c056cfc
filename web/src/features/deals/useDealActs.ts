import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useState } from 'react';
import { runBulk } from '@/features/bulk';
import { type Pipeline, usePeople, usePipelines } from '@/lib/bootstrap';
import { useText } from '@/lib/i18n';
import { can, useSession } from '@/lib/session';
import { confirm } from '@/ui/confirm';
import type { MenuItem } from '@/ui/menuModel';
import { openMenu } from '@/ui/openMenu';
import { toast } from '@/ui/toast';
import { type BoardQuery, boardKeys, deleteDeal, type MoveRequest, restoreDeal, setResponsible, useMove } from './api';
import { type Board, type BoardCard, dropCards, findCard, giveCards, moveCards } from './board';
import type { DropPlace } from './DropBar';
import { element, keepFocus } from './focus';
import type { StageAsk } from './forms/StageDialog';
import locale from './locale';

export type DealActs = ReturnType<typeof useDealActs>;

/** Everything that can be done with cards of the board, for pointer, keyboard and menus alike. */
export function useDealActs({
  query,
  pipeline,
  board,
  onOpen,
  onDone,
}: {
  query: BoardQuery;
  pipeline: Pipeline;
  board: Board | undefined;
  onOpen: (card: BoardCard) => void;
  /** After an act on the selection. */
  onDone: () => void;
}) {
  const t = useText(locale);
  const queries = useQueryClient();
  const navigate = useNavigate();
  const who = useSession();
  const pipelines = usePipelines();
  const everybody = usePeople();
  const [ask, setAsk] = useState<StageAsk | null>(null);

  const onAsk = useCallback((request: MoveRequest, fields: number[]) => {
    setAsk({ request, kind: 'open', fields, price: null });
  }, []);
  const move = useMove(query, onAsk);

  const cardsOf = (ids: Iterable<number>): BoardCard[] => {
    if (!board) return [];
    const out: BoardCard[] = [];
    for (const id of ids) {
      const at = findCard(board, id);
      const card = at && board.columns[at.column]?.items[at.row];
      if (card) out.push(card);
    }
    return out;
  };

  /** Moves at once, or opens the gate of a closing stage. */
  function moveTo(cards: readonly BoardCard[], status: Pipeline['statuses'][number]) {
    const movable = cards.filter((c) => c.can.edit && c.status_id !== status.id);
    if (movable.length === 0) return;
    const request: MoveRequest = {
      cards: movable.map((c) => ({ id: c.id, from: c.status_id })),
      to: status.id,
      name: status.name,
    };
    if (status.kind === 'open') send(request);
    else setAsk({ request, kind: status.kind as 'won' | 'lost', fields: [], price: movable[0]?.price ?? null });
    onDone();
  }

  /** One deal is moved by itself, and the stage may ask back; many are a mass change with its report. */
  function send({ cards, to, name, ...details }: MoveRequest) {
    const ids = cards.map((c) => c.id);
    if (ids.length === 1) void move({ cards, to, name, ...details });
    else
      void many(ids, 'move', { status_id: to, ...details }, (now) =>
        moveCards(now, ids, to, query.sort, Date.now() / 1000),
      );
  }

  /** Changes many cards in one job: at once on the board, then as the server says. */
  async function many(
    ids: readonly number[],
    action: 'move' | 'responsible' | 'delete',
    params: Record<string, unknown>,
    change: (board: Board) => Board,
  ) {
    await show(change);
    await runBulk(queries, { kind: 'deal', ids: [...ids], action, params });
  }

  async function remove(cards: readonly BoardCard[]) {
    const gone = cards.filter((c) => c.can.delete).map((c) => c.id);
    if (gone.length > 1) {
      const n = gone.length;
      const ask = { title: t('deleteAsk'), body: t('deleteAskText'), action: t('delete'), count: n, danger: true };
      if (!(await confirm(ask))) return;
      onDone();
      return many(gone, 'delete', {}, (now) => dropCards(now, gone));
    }
    const [id] = gone;
    if (id === undefined) return;
    onDone();
    await show((now) => dropCards(now, gone));
    const refresh = () => void queries.invalidateQueries({ queryKey: boardKeys.one(query) });
    const fail = (text: string) => (error: Error) => void toast({ tone: 'bad', text, detail: error.message });
    await deleteDeal(id).then(
      () =>
        toast({
          text: t('deleted', { n: 1 }),
          undo: () =>
            restoreDeal(id)
              .then(() => undefined, fail(t('undoRefused')))
              .then(refresh),
        }),
      fail(t('deleteRefused')),
    );
    refresh();
  }

  /** Shows a change before the server has answered; a question on its way does not bring the old state back. */
  async function show(change: (board: Board) => Board) {
    await queries.cancelQueries({ queryKey: boardKeys.one(query) });
    queries.setQueryData<Board>(boardKeys.one(query), (now) => now && change(now));
  }

  /** Gives a card to a person at once; a refusal gives it back. */
  async function hand(id: number, user: number, before: number, refusal: string) {
    await show((now) => giveCards(now, new Map([[id, user]])));
    try {
      await setResponsible(id, user);
      return true;
    } catch (error) {
      await show((now) => giveCards(now, new Map([[id, before]])));
      toast({ tone: 'bad', text: refusal, detail: (error as Error).message });
      return false;
    }
  }

  async function give(cards: readonly BoardCard[], user: { id: number; name: string }) {
    onDone();
    const others = cards.filter((c) => c.can.edit && c.responsible_id !== user.id);
    const [card] = others;
    if (!card) return;
    if (others.length > 1) {
      const ids = others.map((c) => c.id);
      const to = new Map(ids.map((id) => [id, user.id]));
      return many(ids, 'responsible', { responsible_id: user.id }, (now) => giveCards(now, to));
    }
    const before = card.responsible_id;
    if (await hand(card.id, user.id, before, t('changeRefused')))
      toast({
        text: t('given', { n: 1, name: user.name }),
        undo: () => hand(card.id, before, user.id, t('undoRefused')).then(() => undefined),
      });
  }

  const stages = (cards: readonly BoardCard[]): MenuItem[] => {
    const of = (p: Pipeline): MenuItem[] =>
      p.statuses.map((s) => ({
        id: `s${s.id}`,
        label: s.name,
        checked: cards.every((c) => c.status_id === s.id),
        onSelect: () => moveTo(cards, s),
      }));
    const others = pipelines.filter((p) => p.id !== pipeline.id);
    if (others.length === 0) return of(pipeline);
    return [
      ...of(pipeline),
      { kind: 'separator', id: 'sep' },
      ...others.map((p): MenuItem => ({ kind: 'sub', id: `p${p.id}`, label: p.name, items: of(p) })),
    ];
  };
  const people = (cards: readonly BoardCard[]): MenuItem[] =>
    everybody
      .filter((p) => p.is_active)
      .map((p) => ({
        id: `u${p.id}`,
        label: p.name,
        checked: cards.every((c) => c.responsible_id === p.id),
        onSelect: () => void give(cards, p),
      }));

  const items = (card: BoardCard): MenuItem[] => {
    const locked = card.can.edit ? undefined : t('noEdit');
    return [
      { id: 'open', label: t('open'), keys: 'enter', onSelect: () => onOpen(card) },
      locked
        ? { id: 'move', label: t('moveTo'), reason: locked, onSelect: () => undefined }
        : { kind: 'sub', id: 'move', label: t('moveTo'), items: stages([card]) },
      locked
        ? { id: 'who', label: t('responsible'), reason: locked, onSelect: () => undefined }
        : { kind: 'sub', id: 'who', label: t('responsible'), items: people([card]) },
      {
        id: 'link',
        label: t('copyLink'),
        onSelect: () =>
          void navigator.clipboard
            .writeText(`${window.location.origin}/deals/${card.id}`)
            .then(() => toast({ text: t('linkCopied') })),
      },
      { kind: 'separator', id: 'sep' },
      {
        id: 'delete',
        label: t('delete'),
        danger: true,
        reason: card.can.delete ? undefined : t('noDelete'),
        onSelect: () => void remove([card]),
      },
    ];
  };

  const places: DropPlace[] = ['lost', 'won', ...(pipelines.length > 1 ? (['other'] as const) : []), 'delete'];

  /** A drop of dragged cards on a column or on the bar. */
  function drop(ids: readonly number[], target: Record<string | symbol, unknown>, at: { x: number; y: number }) {
    const cards = cardsOf(ids);
    if (target.kind === 'status') {
      const status = pipeline.statuses.find((s) => s.id === target.status);
      if (status) moveTo(cards, status);
      return;
    }
    if (target.place === 'delete') void remove(cards);
    else if (target.place === 'other') {
      // The bar goes down at once: the menu stands where the hand let go.
      openMenu({
        anchor: element(ids[0] ?? 0) ?? document.body,
        at,
        onClose: () => keepFocus(ids[0] ?? null),
        items: pipelines
          .filter((p) => p.id !== pipeline.id)
          .map((p) => ({
            kind: 'group' as const,
            id: `p${p.id}`,
            label: p.name,
            items: p.statuses
              .filter((s) => s.kind === 'open')
              .map((s) => ({ id: `s${s.id}`, label: s.name, onSelect: () => moveTo(cards, s) })),
          })),
      });
    } else {
      const status = pipeline.statuses.find((s) => s.kind === target.place);
      if (status) moveTo(cards, status);
    }
  }

  return {
    ask,
    closeAsk: () => {
      setAsk(null);
      keepFocus(ask?.request.cards[0]?.id ?? null);
    },
    answer: (request: MoveRequest) => {
      setAsk(null);
      keepFocus(request.cards[0]?.id ?? null);
      send(request);
    },
    cardsOf,
    stages,
    people,
    remove,
    drop,
    places,
    menu: (card: BoardCard, anchor: HTMLElement, at?: { x: number; y: number }) =>
      openMenu({
        anchor,
        items: items(card),
        align: 'end',
        onClose: () => keepFocus(card.id),
        ...(at ? { at } : {}),
      }),
    canCreate: can(who, 'deal.create'),
    canTask: can(who, 'task.create'),
    canImport: can(who, 'import'),
    goImport: () => void navigate({ href: '/import' }),
  };
}
