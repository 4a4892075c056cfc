import { useState } from 'react';
import { ColorPicker } from './ColorPicker';
import { type Hue, hueVar } from './hues';
import { Popover } from './Popover';

/** A dot of colour; pressed, it offers the twelve hues. */
export function HueButton({ hue, label, onChange }: { hue: number; label: string; onChange: (hue: Hue) => void }) {
  const [open, setOpen] = useState(false);
  return (
    <Popover
      title={label}
      open={open}
      onOpenChange={setOpen}
      trigger={
        <button
          type="button"
          aria-label={label}
          data-tip={label}
          className="grid size-tap shrink-0 place-items-center rounded-control hover:bg-fg/6 data-popup-open:bg-fg/8"
        >
          <span
            aria-hidden="true"
            style={{ backgroundColor: hueVar(hue as Hue) }}
            className="size-3 rounded-full forced-color-adjust-none"
          />
        </button>
      }
    >
      <ColorPicker
        label={label}
        value={hue as Hue}
        onChange={(next) => {
          onChange(next);
        }}
      />
    </Popover>
  );
}
