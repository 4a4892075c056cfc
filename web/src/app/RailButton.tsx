import type { LucideIcon } from 'lucide-react';
import { Keys } from '@/ui/Keys';
import { RAIL_ITEM } from './railItem';

/** A row of the rail that acts instead of leading somewhere. */
export function RailButton({
  icon: Icon,
  label,
  keys,
  wide,
  onClick,
}: {
  icon: LucideIcon;
  label: string;
  keys?: string;
  wide: boolean;
  onClick: () => void;
}) {
  return (
    <button
      type="button"
      onClick={onClick}
      aria-label={label}
      data-tip={wide ? undefined : label}
      data-tip-keys={keys}
      data-tip-side="right"
      className={RAIL_ITEM}
    >
      <Icon aria-hidden="true" size={18} />
      {wide && <span className="min-w-0 flex-1 truncate text-left">{label}</span>}
      {wide && keys && <Keys keys={keys} />}
    </button>
  );
}
