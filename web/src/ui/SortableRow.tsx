import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine';
import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import {
  attachClosestEdge,
  type Edge,
  extractClosestEdge,
} from '@atlaskit/pragmatic-drag-and-drop-hitbox/closest-edge';
import { ChevronDown, ChevronUp, GripVertical } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useText } from '@/lib/i18n';
import { cx } from './cx';
import { IconButton } from './IconButton';
import locale from './sortLocale';

/** One row of a SortableList. */
export function SortableRow({
  index,
  total,
  name,
  group,
  disabled,
  onMove,
  children,
}: {
  index: number;
  total: number;
  name: string;
  group: string;
  disabled: boolean;
  onMove: (from: number, to: number) => void;
  children: ReactNode;
}) {
  const t = useText(locale);
  const row = useRef<HTMLLIElement>(null);
  const handle = useRef<HTMLButtonElement>(null);
  const [edge, setEdge] = useState<Edge | null>(null);
  const [dragged, setDragged] = useState(false);
  const latest = useRef({ index, onMove });
  latest.current = { index, onMove };

  useEffect(() => {
    if (!row.current || !handle.current || disabled) return;
    const element = row.current;
    return combine(
      draggable({
        element,
        dragHandle: handle.current,
        getInitialData: () => ({ group, from: latest.current.index }),
        onDragStart: () => setDragged(true),
        onDrop: () => setDragged(false),
      }),
      dropTargetForElements({
        element,
        canDrop: ({ source }) => source.data.group === group,
        getData: ({ input }) => attachClosestEdge({}, { input, element, allowedEdges: ['top', 'bottom'] }),
        onDrag: ({ self, source }) => setEdge(source.element === element ? null : extractClosestEdge(self.data)),
        onDragLeave: () => setEdge(null),
        onDrop: ({ self, source }) => {
          setEdge(null);
          const from = source.data.from as number;
          const at = latest.current.index + (extractClosestEdge(self.data) === 'bottom' ? 1 : 0);
          latest.current.onMove(from, at > from ? at - 1 : at);
        },
      }),
    );
  }, [group, disabled]);

  function key(event: KeyboardEvent) {
    const to = { ArrowUp: index - 1, ArrowDown: index + 1, Home: 0, End: total - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    onMove(index, to);
    // The row keeps its element, so the handle keeps the focus; it may only need to be scrolled to.
    requestAnimationFrame(() => handle.current?.focus());
  }

  return (
    <li
      ref={row}
      className={cx(
        'group/row relative flex min-h-row items-center gap-1 border-b border-line bg-surface last:border-b-0',
        dragged && 'opacity-40',
      )}
    >
      {!disabled && (
        <button
          ref={handle}
          type="button"
          aria-label={t('drag', { name })}
          data-tip={t('drag', { name })}
          onKeyDown={key}
          className="grid size-tap shrink-0 cursor-grab place-items-center rounded-small text-control hover:text-fg pointer-coarse:hidden"
        >
          <GripVertical aria-hidden="true" size={14} />
        </button>
      )}
      <div className="min-w-0 flex-1 pointer-coarse:pl-2">{children}</div>
      {!disabled && (
        <span className="flex pr-1 opacity-0 group-focus-within/row:opacity-100 group-hover/row:opacity-100 pointer-coarse:opacity-100">
          <IconButton
            size="small"
            label={t('moveUp', { name })}
            disabled={index === 0}
            icon={<ChevronUp aria-hidden="true" size={14} />}
            onClick={() => onMove(index, index - 1)}
          />
          <IconButton
            size="small"
            label={t('moveDown', { name })}
            disabled={index === total - 1}
            icon={<ChevronDown aria-hidden="true" size={14} />}
            onClick={() => onMove(index, index + 1)}
          />
        </span>
      )}
      {edge && (
        <span
          aria-hidden="true"
          className={cx('absolute right-0 left-0 z-10 h-0.5 bg-fill', edge === 'top' ? '-top-px' : '-bottom-px')}
        />
      )}
    </li>
  );
}
