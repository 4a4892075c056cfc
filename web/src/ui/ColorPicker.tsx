import { Check } from 'lucide-react';
import { useId } from 'react';
import { useText } from '@/lib/i18n';
import { useField } from './fieldContext';
import locale from './hueLocale';
import { HUES, type Hue, hueVar } from './hues';

/** One of the twelve hues. Arrow keys choose; the name of the hue is read out and shown in a tooltip. */
export function ColorPicker({
  value,
  onChange,
  label,
}: {
  value: Hue | null;
  onChange: (hue: Hue) => void;
  label?: string;
}) {
  const t = useText(locale);
  const name = useId();
  const field = useField({});
  return (
    <div
      role="radiogroup"
      aria-label={label}
      aria-labelledby={label ? undefined : field.labelId}
      className="flex max-w-[196px] flex-wrap gap-1 max-desk:max-w-none"
    >
      {HUES.map((hue, i) => {
        const word = t(`hue${hue}`);
        return (
          <label
            key={hue}
            data-tip={word}
            className="relative grid size-tap place-items-center rounded-full has-focus-visible:outline-2 has-focus-visible:outline-accent"
          >
            <input
              type="radio"
              id={i === 0 ? field.id : undefined}
              name={name}
              checked={value === hue}
              onChange={() => onChange(hue)}
              aria-label={word}
              className="absolute inset-0 appearance-none rounded-full outline-none!"
            />
            <span
              aria-hidden="true"
              style={{ backgroundColor: hueVar(hue) }}
              className="grid size-[18px] place-items-center rounded-full text-surface forced-color-adjust-none"
            >
              {value === hue && <Check size={12} strokeWidth={3} />}
            </span>
          </label>
        );
      })}
    </div>
  );
}
