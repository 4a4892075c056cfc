import { formatPercent } from '@/lib/format';

/** How far something long has come. `value` is 0 to 1; without it only that it runs is shown. */
export function Progress({
  value,
  label,
  tone = 'fill',
}: {
  value?: number;
  label: string;
  tone?: 'fill' | 'ok' | 'bad';
}) {
  const fill = { fill: 'bg-fill', ok: 'bg-ok', bad: 'bg-bad' }[tone];
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      {...(value === undefined
        ? {}
        : { 'aria-valuenow': Math.round(value * 100), 'aria-valuetext': formatPercent(value) })}
      className="h-1 w-full overflow-hidden rounded-full bg-fg/10"
    >
      <div
        style={value === undefined ? undefined : { transform: `scaleX(${Math.min(1, Math.max(0, value))})` }}
        className={`h-full origin-left rounded-full ${fill} ${value === undefined ? 'progress-run w-1/3' : 'w-full transition-transform duration-200'}`}
      />
    </div>
  );
}
