import { type ReactNode, useState } from 'react';
import { useText } from '@/lib/i18n';
import { SortableRow } from './SortableRow';
import locale from './sortLocale';

export interface SortableListProps<T> {
  items: readonly T[];
  getKey: (item: T) => string;
  /** Names an item in what is read out and on its buttons. */
  getName: (item: T) => string;
  renderItem: (item: T, index: number) => ReactNode;
  /** The item has a new place. The caller shows the new order at once. */
  onMove: (from: number, to: number) => void;
  label: string;
  disabled?: boolean;
}

/**
 * A list put in order by dragging, by the arrow keys on a handle (Home and End go to the ends) or by its move buttons.
 * Every move is read out.
 */
export function SortableList<T>({
  items,
  getKey,
  getName,
  renderItem,
  onMove,
  label,
  disabled = false,
}: SortableListProps<T>) {
  const t = useText(locale);
  const [said, setSaid] = useState('');
  const move = (from: number, to: number) => {
    const item = items[from];
    if (item === undefined || to < 0 || to >= items.length || to === from) return;
    onMove(from, to);
    setSaid(t('movedTo', { name: getName(item), place: to + 1, total: items.length }));
  };
  return (
    <>
      <ul aria-label={label} className="flex flex-col">
        {items.map((item, i) => (
          <SortableRow
            key={getKey(item)}
            index={i}
            total={items.length}
            name={getName(item)}
            group={label}
            disabled={disabled}
            onMove={move}
          >
            {renderItem(item, i)}
          </SortableRow>
        ))}
      </ul>
      <div role="status" className="sr-only">
        {said}
      </div>
    </>
  );
}
