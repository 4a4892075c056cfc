import { useEffect, useRef, useState } from 'react';
import type { CardKind } from '@/lib/bootstrap';
import { useText } from '@/lib/i18n';
import { FieldPicker } from './FieldPicker';
import { GroupBox } from './GroupBox';
import locale from './locale';
import { type Condition, type Group, isGroup, put } from './tree';

/** The group a path of places leads to, changed. */
function within(group: Group, path: readonly number[], change: (g: Group) => Group): Group {
  const [first, ...rest] = path;
  if (first === undefined) return change(group);
  const item = group.items[first];
  return item && isGroup(item) ? put(group, first, within(item, rest, change)) : group;
}

/** All conditions of a filter with their groups: all of them must hold, or any. */
export function GroupPanel({
  kind,
  group,
  onChange,
  closing,
}: {
  kind: CardKind;
  group: Group;
  onChange: (next: Group) => void;
  closing: boolean;
}) {
  const t = useText(locale);
  /** The group a condition is being added to; none is the panel itself. */
  const [adding, setAdding] = useState<readonly number[] | null>(null);
  const [open, setOpen] = useState('');
  const box = useRef<HTMLDivElement>(null);
  const chosen = useRef(false);
  /** What had the focus is gone: it stays in the panel. */
  const stay = () => requestAnimationFrame(() => box.current?.focus());
  useEffect(() => {
    if (adding) chosen.current = true;
    else if (chosen.current && open === '') box.current?.focus();
  }, [adding, open]);
  if (adding) {
    return (
      <section
        aria-label={t('addTitle')}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          setOpen('');
          setAdding(null);
        }}
        className="[&>div]:w-full"
      >
        <FieldPicker
          kind={kind}
          closing={closing}
          onPick={(condition: Condition) => {
            let at = 0;
            onChange(
              within(group, adding, (g) => {
                at = g.items.length;
                return { ...g, items: [...g.items, condition] };
              }),
            );
            setOpen([...adding, at].join('.'));
            setAdding(null);
          }}
        />
      </section>
    );
  }
  return (
    <div ref={box} tabIndex={-1} className="outline-none">
      <GroupBox
        kind={kind}
        group={group}
        path={[]}
        open={open}
        onOpen={setOpen}
        onAdd={setAdding}
        onChange={(path, change) => onChange(within(group, path, change))}
        onGone={stay}
      />
    </div>
  );
}
