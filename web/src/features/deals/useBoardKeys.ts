import { useEffect, useRef } from 'react';
import { text } from '@/lib/i18n';
import { useShortcuts } from '@/lib/keys';
import { openMenu } from '@/ui/openMenu';
import { type Board, type BoardCard, neighbour } from './board';
import type { CardActions } from './DealCard';
import { element, keepFocus } from './focus';
import type { Peek } from './forms/CardPeek';
import locale from './locale';
import type { DealActs } from './useDealActs';

const group = () => text(locale, 'groupBoard');

/** The keys of the board (ui.md): walking, selecting, opening, moving. Nothing of it needs a pointer. */
export function useBoardKeys({
  board,
  current,
  setCurrent,
  cards,
  acts,
  selected,
  select,
  clear,
  onAdd,
  onPeek,
}: {
  board: Board | undefined;
  current: number | null;
  setCurrent: (id: number) => void;
  cards: CardActions;
  acts: DealActs;
  selected: ReadonlySet<number>;
  select: (ids: Iterable<number>) => void;
  clear: () => void;
  onAdd: () => void;
  onPeek: (peek: Peek) => void;
}) {
  const wanted = useRef<number | null>(null);
  // A card the virtual column has not drawn yet gets the focus as soon as it is there.
  useEffect(() => {
    const id = wanted.current;
    if (id === null) return;
    const frame = requestAnimationFrame(() => {
      element(id)?.focus({ preventScroll: true });
      wanted.current = null;
    });
    return () => cancelAnimationFrame(frame);
  });
  const inBoard = () => !!document.activeElement?.closest('[data-card]');
  /** On the card itself, not on one of its buttons: these take the space. */
  const onFace = () => inBoard() && !document.activeElement?.closest('button, input');
  const onCard = (): BoardCard | null => {
    const id = Number(document.activeElement?.closest('[data-card]')?.getAttribute('data-card'));
    return id ? (acts.cardsOf([id])[0] ?? null) : null;
  };
  const walk = (dx: number, dy: number) => (event: KeyboardEvent) => {
    if (!board) return;
    const next = neighbour(board, inBoard() ? current : null, dx, dy);
    if (!next) return;
    event.preventDefault();
    wanted.current = next.id;
    setCurrent(next.id);
    element(next.id)?.focus({ preventScroll: true });
  };
  /** Walks on with the cards on the way selected. */
  const extend = (dy: number) => (event: KeyboardEvent) => {
    const from = onCard();
    const to = board && from && neighbour(board, from.id, 0, dy);
    if (!from || !to) return;
    select([...selected, from.id, to.id]);
    walk(0, dy)(event);
  };
  const peek = (kind: Peek['kind']) => () => {
    const card = onCard();
    if (card && (kind !== 'tags' || card.can.edit)) onPeek({ kind, id: card.id });
  };
  const chosen = (): BoardCard[] => {
    const card = onCard();
    return selected.size > 0 ? acts.cardsOf(selected) : card ? [card] : [];
  };
  const menuAt = (items: (cards: BoardCard[]) => Parameters<typeof openMenu>[0]['items']) => () => {
    const list = chosen().filter((c) => c.can.edit);
    if (!list[0]) return;
    const id = onCard()?.id ?? list[0].id;
    openMenu({ anchor: element(id) ?? document.body, items: items(list), onClose: () => keepFocus(id) });
  };
  const add = (event: KeyboardEvent) => {
    event.preventDefault();
    onAdd();
  };
  type Word =
    | 'kWalk'
    | 'kOpen'
    | 'kLook'
    | 'kSelect'
    | 'kExtend'
    | 'kSelectAll'
    | 'kMove'
    | 'kResponsible'
    | 'kTask'
    | 'kTags'
    | 'kMenu';
  const label = (key: Word) => () => text(locale, key);
  useShortcuts([
    { keys: 'j', label: label('kWalk'), group, run: walk(0, 1) },
    { keys: 'k', run: walk(0, -1) },
    { keys: 'h', run: walk(-1, 0) },
    { keys: 'l', run: walk(1, 0) },
    { keys: 'arrowdown', run: walk(0, 1), when: inBoard },
    { keys: 'arrowup', run: walk(0, -1), when: inBoard },
    { keys: 'arrowleft', run: walk(-1, 0), when: inBoard },
    { keys: 'arrowright', run: walk(1, 0), when: inBoard },
    {
      keys: 'enter',
      label: label('kOpen'),
      group,
      when: inBoard,
      run: (event) => {
        const card = onCard();
        if (!card || document.activeElement?.closest('button, a, input')) return;
        event.preventDefault();
        cards.open(card);
      },
    },
    {
      keys: 'x',
      label: label('kSelect'),
      group,
      when: inBoard,
      run: () => {
        const card = onCard();
        if (card) cards.toggle(card);
      },
    },
    { keys: 'space', label: label('kLook'), group, when: onFace, run: peek('look') },
    { keys: 'shift+arrowdown', label: label('kExtend'), group, when: inBoard, run: extend(1) },
    { keys: 'shift+arrowup', when: inBoard, run: extend(-1) },
    {
      keys: 'mod+a',
      label: label('kSelectAll'),
      group,
      inInputs: false,
      when: () => !!board?.count,
      run: () => select(board?.columns.flatMap((c) => c.items.map((card) => card.id)) ?? []),
    },
    { keys: 't', label: label('kTask'), group, when: () => inBoard() && acts.canTask, run: peek('task') },
    { keys: '#', label: label('kTags'), group, when: inBoard, run: peek('tags') },
    { keys: 'm', label: label('kMove'), group, when: () => chosen().length > 0, run: menuAt(acts.stages) },
    { keys: 'r', label: label('kResponsible'), group, when: () => chosen().length > 0, run: menuAt(acts.people) },
    {
      keys: '.',
      label: label('kMenu'),
      group,
      when: inBoard,
      run: () => {
        const card = onCard();
        const anchor = card && element(card.id);
        if (card && anchor) cards.menu(card, anchor);
      },
    },
    // The frame has this key too, but goes to the page afresh; here filter and pipeline stay.
    { keys: 'n d', when: () => acts.canCreate, run: add },
    { keys: 'escape', when: () => selected.size > 0, run: clear },
  ]);
}
