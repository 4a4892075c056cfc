import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { Keys } from './Keys';

interface Shown {
  target: HTMLElement;
  text: string;
  keys: string | undefined;
}

const DELAY = 450;
/** After one tooltip the next comes at once for this long. */
const WARM = 400;

function find(node: EventTarget | null): HTMLElement | null {
  return node instanceof Element ? node.closest<HTMLElement>('[data-tip]') : null;
}

/** Shows the text of whatever carries `data-tip`, on hover and on keyboard focus. Stands once, in UiRoot. */
export function TooltipHost() {
  const [shown, setShown] = useState<Shown | null>(null);
  const box = useRef<HTMLDivElement>(null);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let at: HTMLElement | null = null;
    let hiddenAt = 0;
    const hide = () => {
      clearTimeout(timer);
      if (at) hiddenAt = performance.now();
      at = null;
      setShown(null);
    };
    const show = (target: HTMLElement, now: boolean) => {
      if (target === at) return;
      clearTimeout(timer);
      const open = () => {
        const text = target.dataset.tip;
        if (!text || !target.isConnected) return;
        at = target;
        setShown({ target, text, keys: target.dataset.tipKeys });
      };
      if (now || at || performance.now() - hiddenAt < WARM) open();
      else timer = setTimeout(open, DELAY);
    };
    const over = (event: PointerEvent) => {
      if (event.pointerType === 'touch' || box.current?.contains(event.target as Node)) return;
      const target = find(event.target);
      if (target) show(target, false);
      else hide();
    };
    const focus = (event: FocusEvent) => {
      const target = find(event.target);
      if (target && (event.target as Element).matches(':focus-visible')) show(target, true);
    };
    const key = (event: KeyboardEvent) => {
      if (event.key === 'Escape' || event.key === 'Enter' || event.key === ' ') hide();
    };
    document.addEventListener('pointerover', over);
    document.addEventListener('pointerdown', hide, true);
    document.addEventListener('focusin', focus);
    document.addEventListener('focusout', hide);
    document.addEventListener('keydown', key, true);
    document.addEventListener('scroll', hide, true);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('pointerover', over);
      document.removeEventListener('pointerdown', hide, true);
      document.removeEventListener('focusin', focus);
      document.removeEventListener('focusout', hide);
      document.removeEventListener('keydown', key, true);
      document.removeEventListener('scroll', hide, true);
    };
  }, []);

  useLayoutEffect(() => {
    if (!shown || !box.current) return;
    const { target, text } = shown;
    const el = box.current;
    const t = target.getBoundingClientRect();
    const b = el.getBoundingClientRect();
    // Beside a vertical bar (the rail), otherwise below, above when there is no room.
    const beside = target.dataset.tipSide === 'right';
    const below = t.bottom + 6 + b.height < window.innerHeight;
    const x = beside ? t.right + 8 : t.left + t.width / 2 - b.width / 2;
    const y = beside ? t.top + t.height / 2 - b.height / 2 : below ? t.bottom + 6 : t.top - 6 - b.height;
    el.style.left = `${Math.max(6, Math.min(x, window.innerWidth - b.width - 6))}px`;
    el.style.top = `${Math.max(6, y)}px`;
    if (target.getAttribute('aria-label') === text || target.hasAttribute('aria-describedby')) return;
    target.setAttribute('aria-describedby', 'ui-tooltip');
    return () => target.removeAttribute('aria-describedby');
  }, [shown]);

  if (!shown) return null;
  return createPortal(
    <div
      ref={box}
      id="ui-tooltip"
      role="tooltip"
      className="fixed top-0 left-0 z-[1000] flex max-w-[280px] items-center gap-2 rounded-control bg-fg px-2 py-1 text-small text-surface"
    >
      {shown.text}
      {shown.keys && <Keys keys={shown.keys} inverse />}
    </div>,
    document.body,
  );
}
