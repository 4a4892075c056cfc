import { Link } from '@tanstack/react-router';
import { useLineReason } from '@/lib/reach';
import { cx } from '@/ui/cx';
import { NavBadge } from './NavBadge';
import type { NavItem } from './nav';
import { RAIL_ITEM } from './railItem';

/** A section in the rail. The one that is open is marked by colour, weight and `aria-current`. */
export function RailLink({ item, wide }: { item: NavItem; wide: boolean }) {
  const Icon = item.icon;
  const label = item.label();
  const away = useLineReason();
  const reason = item.online ? away : undefined;
  return (
    <Link
      to={item.to as '/'}
      activeProps={{ className: 'bg-selected! text-accent!' }}
      aria-disabled={!!reason || undefined}
      onClick={reason ? (event) => event.preventDefault() : undefined}
      data-tip={reason ?? (wide ? undefined : label)}
      data-tip-keys={item.keys}
      data-tip-side="right"
      draggable={false}
      className={cx(RAIL_ITEM, reason && 'opacity-50')}
    >
      <Icon aria-hidden="true" size={18} />
      {wide ? <span className="min-w-0 flex-1 truncate">{label}</span> : <span className="sr-only">{label}</span>}
      {item.useBadge && <NavBadge use={item.useBadge} corner={!wide} />}
    </Link>
  );
}
