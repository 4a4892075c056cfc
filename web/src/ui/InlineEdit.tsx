import { type FocusEvent, type KeyboardEvent, type ReactNode, useRef, useState } from 'react';
import { useText } from '@/lib/i18n';
import { cx } from './cx';
import { useField } from './fieldContext';
import { Input } from './Input';
import locale from './locale';
import { Textarea } from './Textarea';

export interface InlineEditor<T> {
  value: T;
  onChange: (value: T) => void;
  /** Saves and closes: for an editor that is done with one choice. */
  commit: (value: T) => void;
  cancel: () => void;
}

export interface InlineEditProps<T> {
  value: T;
  /** The name of the field. */
  label: string;
  /** Called once with a changed value when the editor is left. The caller shows it at once and reverts a refusal. */
  onSave: (value: T) => void;
  /** How the value reads. A string needs none. */
  view?: (value: T) => ReactNode;
  /** The editor. Without one a line of text (or several with `multiline`); T is then string. */
  editor?: (edit: InlineEditor<T>) => ReactNode;
  /** Fetches the editor's code, on hover, focus and before it opens; `undefined` when it is there. */
  prepare?: () => Promise<void> | undefined;
  multiline?: boolean;
  placeholder?: string;
  /** Why it cannot be changed. */
  reason?: string | undefined;
  invalid?: boolean;
  className?: string;
}

/**
 * A value edited where it stands: click, Enter or F2 opens the editor, leaving it saves, Enter saves and returns to the
 * value, Ctrl Enter does so in several lines, Esc puts the old one back.
 */
export function InlineEdit<T>({
  value,
  label,
  onSave,
  view,
  editor,
  prepare,
  multiline = false,
  placeholder,
  reason,
  invalid = false,
  className,
}: InlineEditProps<T>) {
  const t = useText(locale);
  const field = useField({ invalid });
  const [draft, setDraft] = useState<{ value: T } | null>(null);
  const latest = useRef<{ value: T } | null>(null);
  const button = useRef<HTMLButtonElement>(null);

  /** The letters typed while the editor is on its way; `null` when nothing is. */
  const typed = useRef<string | null>(null);

  function open() {
    if (reason || typed.current !== null) return;
    const coming = prepare?.();
    if (!coming) return start();
    typed.current = '';
    void coming.then(() => {
      const letters = typed.current;
      typed.current = null;
      if (letters === null || !button.current) return;
      start();
      if (letters) requestAnimationFrame(() => document.execCommand('insertText', false, letters));
    });
  }
  function start() {
    latest.current = { value };
    setDraft(latest.current);
  }
  function wait(event: KeyboardEvent) {
    if (event.key === 'F2') return open();
    if (typed.current === null || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Escape') typed.current = null;
    else if (event.key.length === 1) typed.current += event.key;
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
  function change(next: T) {
    latest.current = { value: next };
    setDraft(latest.current);
  }
  function close(save: boolean, back: boolean) {
    const edited = latest.current;
    if (!edited) return;
    latest.current = null;
    setDraft(null);
    if (save && !Object.is(edited.value, value)) onSave(edited.value);
    if (back) requestAnimationFrame(() => button.current?.focus());
  }
  function key(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape' && !event.defaultPrevented) {
      // The sheet around it must not close with the editor.
      event.stopPropagation();
      event.preventDefault();
      close(false, true);
    }
    if (event.key === 'Enter' && !event.defaultPrevented && (multiline ? event.ctrlKey || event.metaKey : true)) {
      event.preventDefault();
      event.stopPropagation();
      close(true, true);
    }
  }
  function left(event: FocusEvent<HTMLDivElement>) {
    // A list or calendar of the editor hangs elsewhere in the page; focus inside it has not left.
    const to = event.relatedTarget as Element | null;
    if (event.currentTarget.contains(to) || to?.closest('[role="listbox"],[role="dialog"] .float,.float')) return;
    close(true, false);
  }

  if (draft) {
    const text = String(draft.value ?? '');
    return (
      // biome-ignore lint/a11y/noStaticElementInteractions: it watches what its editor does
      <div onKeyDown={key} onBlur={left} className={className}>
        {editor ? (
          editor({
            value: draft.value,
            onChange: change,
            commit: (next) => {
              change(next);
              close(true, true);
            },
            cancel: () => close(false, true),
          })
        ) : multiline ? (
          <Textarea autoFocus aria-label={label} value={text} onChange={(e) => change(e.target.value as T)} />
        ) : (
          <Input
            compact
            autoFocus
            aria-label={label}
            value={text}
            onFocus={(e) => e.target.select()}
            onChange={(e) => change(e.target.value as T)}
          />
        )}
      </div>
    );
  }
  const empty = value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
  return (
    <button
      ref={button}
      type="button"
      id={field.id}
      aria-labelledby={field.labelId ? `${field.labelId} ${field.id}-value` : undefined}
      aria-describedby={field.describedBy}
      aria-disabled={reason ? true : undefined}
      data-tip={reason}
      data-invalid={field.invalid || undefined}
      onClick={open}
      onPointerEnter={prepare}
      onFocus={prepare}
      onKeyDown={wait}
      className={cx(
        'flex min-h-control w-full min-w-0 items-center rounded-control border border-transparent px-2 py-1 text-left data-invalid:border-bad',
        !reason && 'cursor-text hover:bg-hover hover:border-line',
        multiline && 'whitespace-pre-wrap',
        className,
      )}
    >
      {!field.labelId && <span className="sr-only">{label}: </span>}
      <span id={`${field.id}-value`} className={cx('min-w-0', !multiline && 'truncate', empty && 'text-muted')}>
        {empty
          ? (placeholder ?? <span className="sr-only">{t('emptyValue')}</span>)
          : view
            ? view(value)
            : String(value)}
        {empty && !placeholder && <span aria-hidden="true">—</span>}
      </span>
    </button>
  );
}
