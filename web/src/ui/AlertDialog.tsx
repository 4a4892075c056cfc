import { AlertDialog as Base } from '@base-ui/react/alert-dialog';
import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { formatNumber } from '@/lib/format';
import { useText } from '@/lib/i18n';
import { Button } from './Button';
import { Input } from './Input';
import { LayerScope } from './LayerScope';
import locale from './locale';
import partLocale from './partLocale';

/** Over this many objects the count is typed before anything is destroyed. */
export const TYPED_OVER = 100;

export interface AlertDialogProps {
  open: boolean;
  onClose: () => void;
  onConfirm: () => void | Promise<void>;
  /** Names object and count: "Delete 12 deals?" */
  title: string;
  /** What happens, and what cannot be undone. */
  body?: ReactNode;
  /** The verb on the button: "Delete 12 deals". */
  action: string;
  /** How many objects it touches; over 100 the number is typed. */
  count?: number;
  danger?: boolean;
}

/** Asks before what cannot be undone. What can be undone is done at once, with a toast. */
export function AlertDialog({
  open,
  onClose,
  onConfirm,
  title,
  body,
  action,
  count = 1,
  danger = true,
}: AlertDialogProps) {
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-50 bg-scrim transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Base.Viewport className="fixed inset-0 z-50 flex items-end justify-center desk:items-start desk:pt-[18vh]">
          <Base.Popup className="w-full rounded-t-sheet border border-line bg-raised p-4 text-fg shadow-float outline-none transition-[opacity,transform] duration-150 data-ending-style:translate-y-2 data-ending-style:opacity-0 data-starting-style:translate-y-2 data-starting-style:opacity-0 desk:w-[420px] desk:rounded-sheet">
            <LayerScope />
            <Base.Title className="text-title font-semibold">{title}</Base.Title>
            {body && <Base.Description className="mt-1 text-muted">{body}</Base.Description>}
            <Confirm {...{ onClose, onConfirm, action, count, danger }} />
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  );
}

/** The foot of the dialog: its own part, so that what was typed is gone when it opens again. */
function Confirm({ onClose, onConfirm, action, count = 1, danger }: Omit<AlertDialogProps, 'open' | 'title' | 'body'>) {
  const t = useText(locale);
  const part = useText(partLocale);
  const id = useId();
  const [typed, setTyped] = useState('');
  const [busy, setBusy] = useState(false);
  const asks = count > TYPED_OVER;
  const ready = !asks || typed.replace(/\D/g, '') === String(count);

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (!ready || busy) return;
    setBusy(true);
    try {
      await onConfirm();
      onClose();
    } finally {
      setBusy(false);
    }
  }

  return (
    <form onSubmit={submit} className="mt-4 flex flex-col gap-4">
      {asks && (
        <div className="flex flex-col gap-1">
          <label htmlFor={id} className="text-small">
            {part('typeCount', { count: formatNumber(count) })}
          </label>
          <Input
            id={id}
            inputMode="numeric"
            autoComplete="off"
            value={typed}
            onChange={(e) => setTyped(e.target.value)}
          />
        </div>
      )}
      <div className="flex flex-wrap justify-end gap-2">
        <Button size="form" onClick={onClose}>
          {t('cancel')}
        </Button>
        <Button type="submit" size="form" variant={danger ? 'danger' : 'primary'} disabled={!ready} loading={busy}>
          {action}
        </Button>
      </div>
    </form>
  );
}
