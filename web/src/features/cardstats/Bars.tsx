import { type Hue, hueVar } from '@/ui/hues';
import type { Bar } from './model';

const color = (hue: number) => (hue >= 1 && hue <= 12 ? hueVar(hue as Hue) : 'var(--control)');

/** Lines of a list, each with a bar as long as its share; the words say everything the bars do. */
export function Bars({ label, bars }: { label: string; bars: readonly Bar[] }) {
  return (
    <ul aria-label={label} className="flex flex-col gap-2">
      {bars.map((bar) => (
        <li key={bar.key}>
          <div className="flex items-baseline gap-2">
            <span className="min-w-0 flex-1 truncate">{bar.label}</span>
            {bar.note && <span className="min-w-0 truncate text-small text-muted">{bar.note}</span>}
            <span className="tabular shrink-0 font-medium">{bar.value}</span>
          </div>
          <svg aria-hidden="true" width="100%" height="6" className="mt-1 block">
            <rect width="100%" height="6" rx="3" fill="var(--fg)" opacity="0.08" />
            <rect width={`${bar.share * 100}%`} height="6" rx="3" fill={color(bar.hue)} />
          </svg>
        </li>
      ))}
    </ul>
  );
}
