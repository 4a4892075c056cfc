import { useSuspenseQuery } from '@tanstack/react-query';
import { Search, SlidersHorizontal } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import { bootstrap, type CardKind } from '@/lib/bootstrap';
import { useText } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import { cx } from '@/ui/cx';
import { Input } from '@/ui/Input';
import { ConditionEditor } from './laterParts';
import locale from './locale';
import { findPicks, type Pick, pickList } from './pickList';
import type { Condition } from './tree';

/** The choice of what to ask by: one types or walks with arrows, Enter takes. */
export function FieldPicker({
  kind,
  closing,
  onPick,
  onPreset,
  onAll,
}: {
  kind: CardKind;
  closing: boolean;
  onPick: (condition: Condition) => void;
  /** Without it ready filters are not offered. */
  onPreset?: (conditions: Condition[]) => void;
  /** Leads to all conditions and groups. */
  onAll?: () => void;
}) {
  const t = useText(locale);
  const { data: boot } = useSuspenseQuery(bootstrap);
  const id = useId();
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const known = useMemo(() => {
    const all = pickList(boot, kind, closing);
    return onPreset ? all : all.filter((s) => s.id !== 'presets');
  }, [boot, kind, closing, onPreset]);
  const sections = findPicks(known, query);
  const picks = sections.flatMap((s) => s.picks);
  const current = picks[at];
  // The editor of what is picked opens at once.
  useEffect(() => void ConditionEditor.preload(), []);
  useEffect(() => {
    if (current)
      list.current?.querySelector(`[data-pick="${CSS.escape(current.id)}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [current]);
  function take(pick: Pick | undefined) {
    if (pick?.preset) onPreset?.(pick.preset);
    else if (pick?.condition) onPick(pick.condition);
  }
  function key(event: KeyboardEvent) {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      setAt(Math.min(Math.max(at + step, 0), Math.max(picks.length - 1, 0)));
    }
    if (event.key === 'Enter') {
      event.preventDefault();
      take(current);
    }
  }
  return (
    <div className="flex max-h-[min(60dvh,440px)] w-[280px] max-w-full flex-col max-desk:max-h-none max-desk:w-full">
      <div className="border-b border-line p-2 max-desk:border-0 max-desk:p-0 max-desk:pb-2">
        <Input
          compact
          autoFocus
          role="combobox"
          aria-expanded="true"
          aria-autocomplete="list"
          aria-controls={`${id}-list`}
          aria-activedescendant={current ? `${id}-${current.id}` : undefined}
          aria-label={t('find')}
          placeholder={t('find')}
          before={<Search aria-hidden="true" size={14} />}
          value={query}
          onChange={(e) => {
            setQuery(e.target.value);
            setAt(0);
          }}
          onKeyDown={key}
        />
      </div>
      <div
        ref={list}
        id={`${id}-list`}
        role="listbox"
        tabIndex={-1}
        aria-label={t('addTitle')}
        className="min-h-0 flex-1 overflow-y-auto p-1 outline-none max-desk:overflow-visible max-desk:p-0"
      >
        {sections.map((s) => (
          // biome-ignore lint/a11y/useSemanticElements: a listbox has groups, not fieldsets
          <div key={s.id} role="group" aria-labelledby={`${id}-of-${s.id}`}>
            <div id={`${id}-of-${s.id}`} className="caps px-2 pt-2 pb-1 text-muted">
              {s.title}
            </div>
            {s.picks.map((p) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the field above holds the focus and hears the keys
              // biome-ignore lint/a11y/useFocusableInteractive: it is named by aria-activedescendant
              <div
                key={p.id}
                id={`${id}-${p.id}`}
                data-pick={p.id}
                role="option"
                aria-selected={p === current}
                onClick={() => take(p)}
                onPointerMove={() => setAt(picks.indexOf(p))}
                className={cx(
                  'flex min-h-7 cursor-default items-center rounded-small px-2 py-1 max-desk:min-h-11',
                  p === current && 'bg-hover',
                )}
              >
                <span className="min-w-0 truncate">{p.label}</span>
              </div>
            ))}
          </div>
        ))}
        {picks.length === 0 && <p className="px-2 py-3 text-muted">{t('nothing')}</p>}
      </div>
      {onAll && (
        <div className="border-t border-line p-1">
          <Button
            variant="ghost"
            icon={<SlidersHorizontal size={16} />}
            onClick={onAll}
            className="w-full justify-start!"
          >
            {t('allConditions')}
          </Button>
        </div>
      )}
    </div>
  );
}
