import { Check } from 'lucide-react';
import { useText } from '@/lib/i18n';
import { cx } from './cx';
import locale from './partLocale';

/** Where one is in a sequence of steps. Steps already done can be gone back to. */
export function Stepper({
  steps,
  current,
  onStep,
  label,
}: {
  steps: readonly string[];
  current: number;
  onStep?: (step: number) => void;
  label: string;
}) {
  const t = useText(locale);
  return (
    <nav aria-label={label}>
      <p className="font-medium desk:hidden">
        {t('step', { n: current + 1, total: steps.length })}: {steps[current]}
      </p>
      <ol className="flex items-center gap-2 max-desk:hidden">
        {steps.map((step, i) => {
          const done = i < current;
          const body = (
            <>
              <span
                aria-hidden="true"
                className={cx(
                  'tabular grid size-5 shrink-0 place-items-center rounded-full text-caps font-semibold',
                  done ? 'bg-ok-soft text-ok' : i === current ? 'bg-fill text-on-fill' : 'bg-sunken text-muted',
                )}
              >
                {done ? <Check size={12} strokeWidth={2.5} /> : i + 1}
              </span>
              {step}
              {done && <span className="sr-only">, {t('stepDone')}</span>}
            </>
          );
          return (
            <li
              key={step}
              aria-current={i === current ? 'step' : undefined}
              className={cx('flex items-center gap-2', i === current ? 'font-semibold' : 'text-muted')}
            >
              {i > 0 && <span aria-hidden="true" className="h-px w-6 bg-control/50" />}
              {done && onStep ? (
                <button
                  type="button"
                  onClick={() => onStep(i)}
                  className="flex min-h-tap items-center gap-2 rounded-small hover:text-fg"
                >
                  {body}
                </button>
              ) : (
                <span className="flex min-h-tap items-center gap-2">{body}</span>
              )}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
