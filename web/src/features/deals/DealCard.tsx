import { draggable } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { setCustomNativeDragPreview } from '@atlaskit/pragmatic-drag-and-drop/element/set-custom-native-drag-preview';
import { Ellipsis } from 'lucide-react';
import { memo, useEffect, useRef } from 'react';
import type { Field } from '@/lib/bootstrap';
import { formatMoney, formatWhen } from '@/lib/format';
import { useText } from '@/lib/i18n';
import { Avatar } from '@/ui/Avatar';
import { cx } from '@/ui/cx';
import type { Hue } from '@/ui/hues';
import { later } from '@/ui/later';
import { Ring } from '@/ui/Ring';
import { TagChip } from '@/ui/TagChip';
import { type BoardCard, circleOf, daysInStage } from './board';
import locale from './locale';

const TAGS = 2;
/** The height of a line of an own field. */
const LINE = 16;

// Most boards show no own fields: what reads them comes with the first that does.
const CardLines = later(() => import('./CardLines').then((m) => m.CardLines));
const linesOf = (card: BoardCard) => Object.keys(card.fields ?? {}).length;

/** What hangs at the pointer when many cards are dragged: this one, and how many there are. */
function stackOf(card: HTMLElement, many: number): HTMLElement {
  const stack = document.createElement('div');
  stack.className = 'relative w-[272px] pt-2 pr-2';
  const copy = card.cloneNode(true) as HTMLElement;
  copy.style.opacity = '1';
  const badge = document.createElement('span');
  badge.className =
    'tabular absolute top-0 right-0 grid size-6 place-items-center rounded-full bg-fill text-small font-semibold text-on-fill';
  badge.textContent = String(many);
  stack.append(copy, badge);
  return stack;
}

export interface CardActions {
  open: (card: BoardCard) => void;
  menu: (card: BoardCard, anchor: HTMLElement, at?: { x: number; y: number }) => void;
  toggle: (card: BoardCard) => void;
  focus: (id: number) => void;
  /** The cards a drag of this one takes along. */
  dragged: (card: BoardCard) => number[];
}

/** A deal on the board. Plain markup and one menu for all cards: thousands of them must stay light. */
export const DealCard = memo(function DealCard({
  card,
  person,
  staleDays,
  fields,
  selected,
  current,
  dragging,
  actions,
}: {
  card: BoardCard;
  /** Name of the responsible. */
  person: string;
  staleDays: number | null;
  /** Own fields the cards of the pipeline show. */
  fields: readonly Field[];
  selected: boolean;
  /** Holds the tab stop of the board. */
  current: boolean;
  dragging: boolean;
  actions: CardActions;
}) {
  const t = useText(locale);
  const ref = useRef<HTMLElement>(null);
  useEffect(() => {
    const element = ref.current;
    if (!element || !card.can.edit) return;
    return draggable({
      element,
      getInitialData: () => ({ kind: 'deals', ids: actions.dragged(card) }),
      onGenerateDragPreview: ({ source, nativeSetDragImage }) => {
        const many = (source.data.ids as number[]).length;
        if (many > 1)
          setCustomNativeDragPreview({
            nativeSetDragImage,
            render: ({ container }) => container.append(stackOf(element, many)),
          });
      },
    });
  }, [card, actions]);
  const lines = linesOf(card);
  const days = daysInStage(card);
  const stale = staleDays !== null && staleDays > 0 && days >= staleDays;
  const state = circleOf(card.next_task_at);
  const task = card.next_task?.text || t('plainTask');
  const words =
    card.next_task_at === null
      ? t('noTasks')
      : state === 'red'
        ? t('overdueTask', { text: task })
        : state === 'green'
          ? t('todayTask', { text: task })
          : t('laterTask', { when: formatWhen(card.next_task_at), text: task });
  const who = [card.contact?.name, card.company?.name].filter(Boolean).join(', ');
  return (
    <article
      ref={ref}
      data-card={card.id}
      tabIndex={current ? 0 : -1}
      aria-label={`${card.name}. ${card.price ? `${formatMoney(card.price)}. ` : ''}${words}`}
      onFocus={() => actions.focus(card.id)}
      onContextMenu={(event) => {
        event.preventDefault();
        actions.menu(card, event.currentTarget, { x: event.clientX, y: event.clientY });
      }}
      className={cx(
        'group relative rounded-control border px-2.5 py-2 outline-offset-[-2px]!',
        selected ? 'border-accent bg-selected' : 'border-line bg-surface hover:border-control/60',
        dragging && 'opacity-40',
      )}
    >
      {stale && <span aria-hidden="true" className="absolute inset-y-1.5 left-0 w-[3px] rounded-full bg-warn" />}
      <div className="flex items-baseline gap-2 text-caps text-muted">
        <span className="min-w-0 flex-1 truncate">{who}</span>
        <time className="shrink-0">{formatWhen(card.updated_at, { time: false })}</time>
      </div>
      <div className="flex items-start gap-1.5">
        <a
          href={`/deals/${card.id}`}
          draggable={false}
          tabIndex={-1}
          onClick={(event) => {
            if (event.ctrlKey || event.metaKey || event.shiftKey) return;
            event.preventDefault();
            actions.open(card);
          }}
          // On a phone the whole card opens.
          className="min-w-0 flex-1 truncate font-medium text-fg hover:text-accent max-desk:after:absolute max-desk:after:inset-0"
        >
          {card.name}
        </a>
        <span className="flex h-[18px] shrink-0 items-center">
          <Ring state={state} label={words} />
        </span>
      </div>
      <div className="mt-0.5 flex items-center gap-2">
        <span className="tabular min-w-0 truncate text-small">{card.price ? formatMoney(card.price) : ' '}</span>
        {stale && <span className="text-caps text-warn">{t('inStage', { n: days })}</span>}
        <span className="ml-auto flex shrink-0 items-center gap-1">
          <input
            type="checkbox"
            tabIndex={-1}
            checked={selected}
            aria-label={t(selected ? 'unselect' : 'select')}
            onChange={() => actions.toggle(card)}
            className={cx(
              'size-3.5 accent-fill',
              !selected && 'opacity-0 group-hover:opacity-100 group-focus-within:opacity-100',
            )}
          />
          <button
            type="button"
            tabIndex={-1}
            aria-haspopup="menu"
            aria-label={t('cardMenu', { name: card.name })}
            onClick={(event) => actions.menu(card, event.currentTarget)}
            className="grid size-6 place-items-center rounded-small text-muted opacity-0 hover:bg-hover hover:text-fg group-hover:opacity-100 group-focus-within:opacity-100 max-desk:relative max-desk:z-10 max-desk:-my-2 max-desk:size-11 max-desk:opacity-100"
          >
            <Ellipsis aria-hidden="true" size={16} />
          </button>
          <Avatar name={person} size={20} alone />
        </span>
      </div>
      {lines > 0 && (
        <div style={{ minHeight: lines * LINE }}>
          <CardLines card={card} fields={fields} />
        </div>
      )}
      {card.tags.length > 0 && (
        <div className="mt-1 flex gap-1 overflow-hidden">
          {card.tags.slice(0, TAGS).map((tag) => (
            <TagChip
              key={tag.id}
              name={tag.name}
              hue={(tag.hue || undefined) as Hue | undefined}
              className="max-w-[110px]"
            />
          ))}
          {card.tags.length > TAGS && <span className="text-caps text-muted">+{card.tags.length - TAGS}</span>}
        </div>
      )}
    </article>
  );
});

/** Heights the virtual column counts with before it has measured: a row of tags and each field add to a plain card. */
export const cardHeight = (card: BoardCard): number => 86 + (card.tags.length > 0 ? 22 : 0) + LINE * linesOf(card);
