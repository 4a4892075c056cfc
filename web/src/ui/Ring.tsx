import { useText } from '@/lib/i18n';
import locale from './ringLocale';

export type RingState = 'red' | 'green' | 'orange' | 'none';

const WORD = { red: 'ringRed', green: 'ringGreen', orange: 'ringOrange', none: 'ringNone' } as const;
const COLOR = { red: 'text-bad', green: 'text-ok', orange: 'text-warn', none: '' };

/**
 * The circle of a record: red overdue, green today, orange nothing planned, none when what is next is later. The shapes
 * differ too (full, half, hollow), and its words are read out and shown in a tooltip.
 */
export function Ring({
  state,
  label,
  size = 10,
  reserve = false,
}: {
  state: RingState;
  label?: string;
  size?: number;
  /** Keeps its place when there is nothing to show, so that a column of names stays even. */
  reserve?: boolean;
}) {
  const t = useText(locale);
  const words = label ?? t(WORD[state]);
  if (state === 'none') {
    return (
      <>
        {label && <span className="sr-only">{label}</span>}
        {reserve && <span aria-hidden="true" style={{ width: size }} className="shrink-0" />}
      </>
    );
  }
  return (
    <span role="img" aria-label={words} data-tip={words} className={`grid shrink-0 place-items-center ${COLOR[state]}`}>
      <svg aria-hidden="true" width={size} height={size} viewBox="0 0 10 10">
        <circle
          cx="5"
          cy="5"
          r="4"
          fill={state === 'red' ? 'currentColor' : 'none'}
          stroke="currentColor"
          strokeWidth="1.5"
        />
        {state === 'green' && <path d="M5 1a4 4 0 0 1 0 8Z" fill="currentColor" />}
      </svg>
    </span>
  );
}
