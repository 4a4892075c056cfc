import { text, useText } from '@/lib/i18n';
import { cx } from '@/ui/cx';
import { openMenu } from '@/ui/openMenu';
import locale from './locale';
import { SCOPES, type Scope } from './model';

/** How full the pie beside the word is: nobody's, one's own, the group's, everyone's. */
const SHARE: Record<Scope, number> = { none: 0, own: 0.25, group: 0.5, all: 1 };

/** One cell of the matrix: how far a right reaches, chosen from four words. */
export function ScopeCell({
  scope,
  name,
  widest = 'all',
  disabled,
  onChange,
}: {
  scope: Scope;
  /** What it is about, for a screen reader: "Deals: view". */
  name: string;
  /** Wider scopes are not offered: a stage only narrows. */
  widest?: Scope;
  disabled: boolean;
  onChange: (scope: Scope) => void;
}) {
  const t = useText(locale);
  const r = 5;
  const round = 2 * Math.PI * (r / 2);
  return (
    <button
      type="button"
      aria-label={`${name}: ${t(`scope_${scope}`)}`}
      aria-disabled={disabled || undefined}
      aria-haspopup="menu"
      onClick={(event) => {
        if (disabled) return;
        openMenu({
          anchor: event.currentTarget,
          items: SCOPES.slice(0, SCOPES.indexOf(widest) + 1).map((s) => ({
            id: s,
            label: text(locale, `scope_${s}`),
            checked: s === scope,
            onSelect: () => onChange(s),
          })),
        });
      }}
      className={cx(
        'flex min-h-tap w-full items-center gap-1.5 rounded-small px-1.5 py-0.5 text-left whitespace-nowrap aria-expanded:bg-fg/8',
        !disabled && 'hover:bg-fg/6',
        scope === 'none' && 'text-muted',
      )}
    >
      <svg aria-hidden="true" viewBox="0 0 14 14" width="14" height="14" className="shrink-0 -rotate-90 text-accent">
        <circle
          cx="7"
          cy="7"
          r="6"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.25"
          className={scope === 'none' ? 'text-control' : ''}
        />
        <circle
          cx="7"
          cy="7"
          r={r / 2}
          fill="none"
          stroke="currentColor"
          strokeWidth={r}
          strokeDasharray={`${round * SHARE[scope]} ${round}`}
        />
      </svg>
      {t(`scope_${scope}`)}
    </button>
  );
}
