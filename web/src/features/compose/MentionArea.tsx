import { useId, useRef, useState } from 'react';
import { useMe, usePeople } from '@/lib/bootstrap';
import { useText } from '@/lib/i18n';
import { Avatar } from '@/ui/Avatar';
import { Textarea, type TextareaProps } from '@/ui/Textarea';
import locale from './locale';
import { matching, mentionAt } from './mentions';

/** A field for words in which `@` offers colleagues: arrows choose, Enter or Tab takes. */
export function MentionArea({
  value,
  onText,
  onKeyDown,
  ...rest
}: Omit<TextareaProps, 'value' | 'onChange' | 'ref'> & { value: string; onText: (text: string) => void }) {
  const t = useText(locale);
  const list = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const people = usePeople();
  const me = useMe();
  const [caret, setCaret] = useState(0);
  const [at, setAt] = useState(0);
  const [closed, setClosed] = useState('');
  const typed = mentionAt(value, caret);
  const found = typed && closed !== value ? matching(people, typed.query, me.id) : [];
  const chosen = found[Math.min(at, found.length - 1)];

  function take(name: string) {
    if (!typed) return;
    const before = `${value.slice(0, typed.from)}@${name} `;
    onText(before + value.slice(caret));
    setCaret(before.length);
    requestAnimationFrame(() => field.current?.setSelectionRange(before.length, before.length));
  }
  return (
    <div className="relative min-w-0 flex-1">
      {found.length > 0 && (
        <div
          id={list}
          role="listbox"
          aria-label={t('colleagues')}
          className="float absolute bottom-full left-0 z-30 mb-1 min-w-[220px] p-1"
        >
          {found.map((p) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the field
            // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field
            <div
              key={p.id}
              id={`${list}-${p.id}`}
              role="option"
              aria-selected={p === chosen}
              onPointerDown={(e) => e.preventDefault()}
              onClick={() => take(p.name)}
              className={`item flex items-center gap-2 ${p === chosen ? 'bg-selected' : ''}`}
            >
              <Avatar name={p.name} size={20} />
              <span className="truncate">{p.name}</span>
            </div>
          ))}
        </div>
      )}
      <Textarea
        {...rest}
        ref={field}
        value={value}
        aria-autocomplete="list"
        aria-controls={found.length > 0 ? list : undefined}
        aria-activedescendant={chosen && found.length > 0 ? `${list}-${chosen.id}` : undefined}
        onChange={(e) => {
          onText(e.target.value);
          setCaret(e.target.selectionStart);
          setAt(0);
        }}
        onSelect={(e) => setCaret(e.currentTarget.selectionStart)}
        onKeyDown={(e) => {
          if (chosen && found.length > 0 && !e.ctrlKey && !e.metaKey) {
            const step = { ArrowDown: 1, ArrowUp: -1 }[e.key];
            if (step) {
              e.preventDefault();
              setAt((Math.min(at, found.length - 1) + step + found.length) % found.length);
              return;
            }
            if (e.key === 'Enter' || e.key === 'Tab') {
              e.preventDefault();
              take(chosen.name);
              return;
            }
            if (e.key === 'Escape') {
              e.preventDefault();
              e.stopPropagation();
              setClosed(value);
              return;
            }
          }
          onKeyDown?.(e);
        }}
      />
    </div>
  );
}
