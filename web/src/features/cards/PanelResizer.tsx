import { useRef } from 'react';
import { useText } from '@/lib/i18n';
import locale from './locale';

/** The line between fields and history: dragged, or moved by the arrow keys. */
export function PanelResizer({ width, onChange }: { width: number; onChange: (width: number) => void }) {
  const t = useText(locale);
  const from = useRef<{ x: number; width: number } | null>(null);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a line that is moved is a separator, not a rule of the text
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={t('resize')}
      aria-valuenow={width}
      aria-valuemin={300}
      aria-valuemax={560}
      tabIndex={0}
      onPointerDown={(e) => {
        e.currentTarget.setPointerCapture(e.pointerId);
        from.current = { x: e.clientX, width };
      }}
      onPointerMove={(e) => from.current && onChange(from.current.width + e.clientX - from.current.x)}
      onPointerUp={() => {
        from.current = null;
      }}
      onKeyDown={(e) => {
        const step = e.key === 'ArrowLeft' ? -20 : e.key === 'ArrowRight' ? 20 : 0;
        if (step) onChange(width + step);
      }}
      className="relative hidden w-px shrink-0 cursor-col-resize bg-line outline-offset-0! hover:bg-control desk:block after:absolute after:inset-y-0 after:-left-1 after:w-2 after:content-['']"
    />
  );
}
