import { useSuspenseQuery } from '@tanstack/react-query';
import { ChevronDown, X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { bootstrap, type CardKind } from '@/lib/bootstrap';
import { useText } from '@/lib/i18n';
import { cx } from '@/ui/cx';
import { IconButton } from '@/ui/IconButton';
import { useWide } from '@/ui/useWide';
import { ConditionEditor } from './ConditionEditor';
import locale from './locale';
import type { Condition } from './tree';
import { conditionText, fieldName } from './words';

/** A condition in the panel: its sentence, under which the editor unfolds. */
export function ConditionLine({
  kind,
  condition,
  open,
  onOpen,
  onChange,
  onRemove,
}: {
  kind: CardKind;
  condition: Condition;
  open: boolean;
  onOpen: (open: boolean) => void;
  onChange: (next: Condition) => void;
  onRemove: () => void;
}) {
  const t = useText(locale);
  const { data: boot } = useSuspenseQuery(bootstrap);
  const name = fieldName(boot, kind, condition.field);
  const words = conditionText(boot, kind, condition);
  const editor = useRef<HTMLDivElement>(null);
  const wide = useWide();
  useEffect(() => {
    // On a phone the keyboard would cover what was opened.
    if (!open || !wide) return;
    const box = editor.current;
    const first = box?.querySelector<HTMLElement>('[data-first] :is(input, button)') ?? box?.querySelector('button');
    first?.focus();
  }, [open, wide]);
  return (
    <div className="rounded-control border border-line bg-surface">
      <div className="flex min-h-control items-center max-desk:min-h-11">
        <button
          type="button"
          aria-expanded={open}
          onClick={() => onOpen(!open)}
          className="flex min-h-control min-w-0 flex-1 items-center gap-1.5 rounded-control px-2 text-left hover:bg-hover max-desk:min-h-11"
        >
          <span className="min-w-0">
            <span className="text-muted">{name}</span>{' '}
            <span className={words ? 'font-medium' : 'text-muted'}>{words || t('notSaid')}</span>
          </span>
          <ChevronDown
            aria-hidden="true"
            size={14}
            className={cx('ml-auto shrink-0 text-muted', open && 'rotate-180')}
          />
        </button>
        <IconButton label={t('removeItem', { name })} icon={<X aria-hidden="true" size={14} />} onClick={onRemove} />
      </div>
      {open && (
        <div ref={editor} className="border-t border-line p-2">
          <ConditionEditor kind={kind} condition={condition} onChange={onChange} />
        </div>
      )}
    </div>
  );
}
