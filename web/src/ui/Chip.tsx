import { X } from 'lucide-react';
import type { ComponentProps } from 'react';
import { useText } from '@/lib/i18n';
import { cx } from './cx';
import locale from './markLocale';

export interface ChipProps extends Omit<ComponentProps<'button'>, 'value'> {
  /** The field of the condition: "Stage". */
  label: string;
  /** Its value in words: "Negotiation, Won". */
  value?: string;
  /** Takes the condition away; Delete and Backspace on the chip do so too. */
  onRemove?: (() => void) | undefined;
}

/** One condition of a filter. A press edits it (give it to a Popover as its trigger), the cross takes it away. */
export function Chip({ label, value, onRemove, className, ...rest }: ChipProps) {
  const t = useText(locale);
  return (
    <span
      className={cx(
        'inline-flex h-6 max-w-full items-stretch max-desk:shrink-0 rounded-control border border-line bg-surface max-desk:h-11',
        className,
      )}
    >
      <button
        type="button"
        {...rest}
        onKeyDown={(event) => {
          if (onRemove && (event.key === 'Delete' || event.key === 'Backspace')) onRemove();
          rest.onKeyDown?.(event);
        }}
        className={cx(
          'flex min-w-0 items-center gap-1 rounded-l-[5px] px-2 hover:bg-hover data-popup-open:bg-hover',
          !onRemove && 'rounded-r-[5px]',
        )}
      >
        <span className="shrink-0 text-muted">{label}</span>
        {value && <span className="truncate font-medium">{value}</span>}
      </button>
      {onRemove && (
        <button
          type="button"
          aria-label={t('remove', { name: value ? `${label} ${value}` : label })}
          data-tip={t('remove', { name: label })}
          onClick={onRemove}
          className="grid w-6 shrink-0 place-items-center rounded-r-[5px] text-muted hover:bg-hover hover:text-fg max-desk:w-11"
        >
          <X aria-hidden="true" size={12} />
        </button>
      )}
    </span>
  );
}
