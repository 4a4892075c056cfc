import { useState } from 'react';
import { cx } from './cx';
import { hueOf, hueVar } from './hues';

/** Initials, or a picture, of a person or company. Next to the name it is decoration; alone it says the name. */
export function Avatar({
  name,
  src,
  size = 20,
  alone = false,
  square = false,
}: {
  name: string;
  src?: string | undefined;
  size?: 16 | 20 | 24 | 28 | 32 | 40;
  /** Stands without the name beside it: the name is read out and shown in a tooltip. */
  alone?: boolean;
  /** A company. */
  square?: boolean;
}) {
  const [broken, setBroken] = useState(false);
  const words = name.trim().split(/\s+/);
  const letters = size < 20 ? (words[0]?.[0] ?? '?') : (words[0]?.[0] ?? '?') + (words[1]?.[0] ?? '');
  return (
    <span
      {...(alone ? { role: 'img', 'aria-label': name, 'data-tip': name } : { 'aria-hidden': true })}
      style={{
        width: size,
        height: size,
        fontSize: Math.max(9, Math.round(size * 0.42)),
        backgroundColor: `color-mix(in oklab, ${hueVar(hueOf(name))} 22%, var(--surface))`,
      }}
      className={cx(
        'grid shrink-0 place-items-center overflow-hidden leading-none font-semibold text-fg select-none',
        square ? 'rounded-small' : 'rounded-full',
      )}
    >
      {src && !broken ? (
        <img src={src} alt="" draggable={false} onError={() => setBroken(true)} className="size-full object-cover" />
      ) : (
        // A drawing, not words: it is no part of what a button around it is called.
        <span data-letters={letters.toUpperCase()} className="before:content-[attr(data-letters)]" />
      )}
    </span>
  );
}
