import { CircleAlert, CircleCheck, X } from 'lucide-react';
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { createPortal } from 'react-dom';
import { useText } from '@/lib/i18n';
import { useShortcuts } from '@/lib/keys';
import { IconButton } from './IconButton';
import locale from './locale';
import partLocale from './partLocale';
import { closeToast, currentToasts, subscribeToasts, type ToastRow, undoLast } from './toast';

const STAY = 8000;

/** Shows what `toast()` was told. Stands once, in UiRoot. Time stops while the pointer or focus is on it. */
export function Toaster() {
  const part = useText(partLocale);
  const rows = useSyncExternalStore(subscribeToasts, currentToasts);
  const [held, setHeld] = useState(false);
  useShortcuts([
    { keys: 'mod+z', scope: '*', inInputs: false, when: () => rows.some((r) => r.undo), run: () => void undoLast() },
  ]);
  return createPortal(
    <section
      aria-label={part('notifications')}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
      className="pointer-events-none fixed right-0 bottom-0 left-0 z-[900] flex flex-col items-center gap-2 p-4 pb-[calc(16px+env(safe-area-inset-bottom))] max-desk:pb-[calc(72px+env(safe-area-inset-bottom))]"
    >
      <div role="status" aria-live="polite" className="contents">
        {rows.map((row) => (
          <Toast key={row.id} row={row} held={held} />
        ))}
      </div>
    </section>,
    document.body,
  );
}

function Toast({ row, held }: { row: ToastRow; held: boolean }) {
  const t = useText(locale);
  const stay = row.stay ?? (row.tone === 'bad' ? Number.POSITIVE_INFINITY : STAY);
  const left = useRef(stay);
  useEffect(() => {
    if (held || !Number.isFinite(left.current)) return;
    const since = Date.now();
    const timer = setTimeout(() => closeToast(row.id), left.current);
    return () => {
      clearTimeout(timer);
      left.current -= Date.now() - since;
    };
  }, [held, row.id]);
  const press = 'min-h-tap shrink-0 rounded-small px-2 font-semibold hover:bg-surface/12 focus-visible:outline-surface';
  return (
    <div className="toast pointer-events-auto flex max-w-[min(560px,100%)] items-center gap-2 rounded-[8px] bg-fg py-1.5 pr-1.5 pl-3 text-surface shadow-float">
      {row.tone === 'ok' && <CircleCheck aria-hidden="true" size={16} />}
      {row.tone === 'bad' && <CircleAlert aria-hidden="true" size={16} />}
      <div className="min-w-0 py-0.5 pr-2">
        {row.text}
        {row.detail && <div className="text-small opacity-80">{row.detail}</div>}
      </div>
      {row.action && (
        <button
          type="button"
          className={press}
          onClick={() => {
            closeToast(row.id);
            row.action?.run();
          }}
        >
          {row.action.label}
        </button>
      )}
      {row.undo && (
        <button
          type="button"
          className={press}
          data-tip-keys="mod+z"
          data-tip={t('undo')}
          onClick={() => {
            closeToast(row.id);
            void row.undo?.();
          }}
        >
          {t('undo')}
        </button>
      )}
      <IconButton
        label={t('close')}
        size="small"
        icon={<X aria-hidden="true" size={14} />}
        onClick={() => closeToast(row.id)}
        className="text-surface/80! hover:bg-surface/12! hover:text-surface! focus-visible:outline-surface"
      />
    </div>
  );
}
