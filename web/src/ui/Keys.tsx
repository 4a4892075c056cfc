import { Fragment } from 'react';
import { readKeys } from '@/lib/keys';
import { Kbd } from './Kbd';

/** A shortcut drawn as key caps, from its notation: `mod+k`, `g d`. */
export function Keys({ keys, inverse = false }: { keys: string; inverse?: boolean }) {
  return (
    <span className="inline-flex shrink-0 items-center gap-1">
      {readKeys(keys).map((chord, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a chord has no other name than its place
        <Fragment key={i}>
          {chord.map((key) => (
            <Kbd key={key} inverse={inverse}>
              {key}
            </Kbd>
          ))}
        </Fragment>
      ))}
    </span>
  );
}
