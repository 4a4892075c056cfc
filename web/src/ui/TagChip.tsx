import { X } from 'lucide-react';
import { useText } from '@/lib/i18n';
import { cx } from './cx';
import { type Hue, hueVar } from './hues';
import locale from './markLocale';

/** A tag: its word on a tint of its hue. Without a hue it is grey. */
export function TagChip({
  name,
  hue,
  onRemove,
  className,
}: {
  name: string;
  hue?: Hue | undefined;
  onRemove?: () => void;
  className?: string;
}) {
  const t = useText(locale);
  return (
    <span
      style={hue ? { backgroundColor: `color-mix(in oklab, ${hueVar(hue)} 16%, var(--surface))` } : undefined}
      className={cx(
        'inline-flex h-[18px] max-w-[180px] items-center gap-1 rounded-small px-1.5 text-caps font-medium text-fg',
        !hue && 'bg-sunken',
        onRemove && 'h-6! pr-0',
        className,
      )}
    >
      {hue && (
        <span aria-hidden="true" style={{ backgroundColor: hueVar(hue) }} className="size-1.5 shrink-0 rounded-full" />
      )}
      <span className="truncate">{name}</span>
      {onRemove && (
        <button
          type="button"
          aria-label={t('remove', { name })}
          onClick={onRemove}
          className="grid size-6 shrink-0 place-items-center rounded-small text-muted hover:text-fg"
        >
          <X aria-hidden="true" size={12} />
        </button>
      )}
    </span>
  );
}
